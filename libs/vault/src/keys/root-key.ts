import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
import type { KeyEncryptionKey } from './key-encryption-key.ts';
import type { KeySource } from './key-source.ts';

/** The root key as a vault keeps it. During a rotation, and after one that was cut off, there are two. */
export interface WrappedRoot {
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

export const wrapRoot = (root: KeyObject, key: KeyEncryptionKey): WrappedRoot => ({
  keyId: key.id,
  wrapped: key.wrap(root.export()),
});

/** A root for a vault that has none, wrapped by its key, which is made when there is none. */
export const newRoot = (source: KeySource): WrappedRoot =>
  wrapRoot(createSecretKey(randomBytes(32)), source.read() ?? source.create());

/** A vault that has a root opens with its own key or not at all. Errors: `unavailable` (no key, another vault's), `corrupt`. */
export const unwrapRoot = (kept: readonly WrappedRoot[], source: KeySource): KeyObject => {
  const key = source.read();
  if (key === undefined) throw cannotOpen(source, `its key is not in ${source.name}`);
  const own = kept.find(({ keyId }) => keyId === key.id);
  if (own === undefined) throw cannotOpen(source, `the key of ${source.name} is not its key`);
  try {
    return createSecretKey(key.unwrap(own.wrapped));
  } catch (cause) {
    throw new LedgerError('corrupt', 'The root key of the vault was changed', {
      path: source.name,
      hint: 'Restore the vault from your backup.',
      cause,
    });
  }
};

const cannotOpen = (source: KeySource, what: string): LedgerError =>
  new LedgerError('unavailable', `The vault holds data, but ${what}`, {
    path: source.name,
    hint: 'Restore the key that was made with this vault, from your backup. A new key would open nothing. No data was lost.',
  });
