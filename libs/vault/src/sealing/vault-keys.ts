import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
import { Recent } from '@complaint-ledger/sqlite';
import type { Identifier } from '../identity/identifiers.ts';
import { decryptBytes, encryptBytes } from './bytes.ts';

/** Half of the MAC: two of 10⁹ persons meet with a chance of about 10⁻²¹, and the index is half as large. */
const INDEX = 16;

/** What a vault makes of its root key beside the keys of persons. */
export class VaultKeys {
  readonly root: KeyObject;
  readonly #index: KeyObject;
  readonly #purposes = new Recent<string, KeyObject>(100);

  constructor(root: KeyObject) {
    this.root = root;
    this.#index = this.#derive('blind index v1');
  }

  /** 16 bytes by which a person is found, and which tell nothing without the root. */
  blindIndex({ kind, value }: Identifier): Uint8Array {
    return createHmac('sha256', this.#index).update(`${kind}\n${value}`).digest().subarray(0, INDEX);
  }

  sealBytes(purpose: string, bytes: Uint8Array): Uint8Array {
    return encryptBytes(this.#purpose(purpose), purpose, bytes);
  }

  openBytes(purpose: string, sealed: Uint8Array): Uint8Array {
    try {
      return decryptBytes(this.#purpose(purpose), purpose, sealed);
    } catch (cause) {
      throw new LedgerError('corrupt', `These bytes were not sealed for "${purpose}" by this vault`, {
        path: purpose,
        hint: 'They were changed, sealed for another purpose, or belong to another vault.',
        cause,
      });
    }
  }

  #purpose(purpose: string): KeyObject {
    let key = this.#purposes.get(purpose);
    if (key === undefined) {
      key = this.#derive(`bytes v1: ${purpose}`);
      this.#purposes.set(purpose, key);
    }
    return key;
  }

  #derive(label: string): KeyObject {
    return createSecretKey(new Uint8Array(hkdfSync('sha256', this.root, '', `complaint-ledger vault: ${label}`, 32)));
  }
}
