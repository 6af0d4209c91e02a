import { LedgerError, said } from '@complaint-ledger/contracts';
import type { GivenKeys, KeyEncryptionKey } from './key-encryption-key.ts';
import { createKeyFile, createNextKeyFile, readKeyFile } from './key-file.ts';

/** Where a vault finds the key that opens it: in a file, or given by the environment or a key service; then there is no file. */
export interface VaultKeyOptions extends GivenKeys {
  /** The key file; made with mode 0600 when the vault is new. */
  readonly keyFile?: string;
  /** There is a log that was written beside this vault: where no vault is, none is made. */
  readonly mustExist?: boolean;
}

export interface NextKey {
  readonly key: KeyEncryptionKey;
  /** Puts it in the place of the present one. */
  readonly install: () => void;
}

/** Where the key-encryption key comes from, and what to say when it is not there. */
export interface KeySource {
  /** Those that may open the vault, the present one first; empty when there is none. */
  read(): readonly KeyEncryptionKey[];
  /** Makes one for a vault that is new. */
  create(): KeyEncryptionKey;
  /** The one to go over to: the present one when the previous one is given, too, or a new file; else `config`. */
  next(): NextKey;
  /** For messages: a path or a variable. */
  readonly name: string;
}

/** The given key, or else the key file; `config` when there is neither. */
export const keySource = ({ key, previous, keyFile }: VaultKeyOptions): KeySource => {
  if (key !== undefined)
    return {
      read: () => (previous === undefined ? [key] : [key, previous]),
      create: () => key,
      next: () => (previous === undefined ? noNext() : { key, install: () => undefined }),
      name: previous === undefined ? 'LEDGER_VAULT_KEY' : 'LEDGER_VAULT_KEY, LEDGER_VAULT_KEY_PREVIOUS',
    };
  if (keyFile !== undefined)
    return {
      read: () => [readKeyFile(keyFile) ?? []].flat(),
      create: () => createOrRead(keyFile),
      next: () => createNextKeyFile(keyFile),
      name: keyFile,
    };
  throw new LedgerError('config', 'The vault needs a key file or a key', {
    path: 'keyFile',
    hint: 'Name a key file, or set LEDGER_VAULT_KEY to 32 bytes in base64.',
  });
};

/** Of two processes that start together one makes the file. */
const createOrRead = (keyFile: string): KeyEncryptionKey => {
  try {
    return createKeyFile(keyFile);
  } catch (error) {
    const made = readKeyFile(keyFile);
    if (made === undefined) throw error;
    return made;
  }
};

const noNext = (): never => {
  throw new LedgerError('config', said('There is no other key to go over to.', '没有可换用的另一把密钥。'), {
    path: 'key',
    hint: said(
      'Give both: the new one as LEDGER_VAULT_KEY, the one until now as LEDGER_VAULT_KEY_PREVIOUS.',
      '请同时给出两把：新密钥用 LEDGER_VAULT_KEY，现用密钥用 LEDGER_VAULT_KEY_PREVIOUS。',
    ),
  });
};
