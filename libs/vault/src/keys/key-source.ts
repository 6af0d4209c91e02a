import { LedgerError } from '@complaint-ledger/contracts';
import type { KeyEncryptionKey } from './key-encryption-key.ts';
import { createKeyFile, createNextKeyFile, readKeyFile } from './key-file.ts';

/** Where a vault finds the key that opens it: one of the two. */
export interface VaultKeyOptions {
  /** The key file; made with mode 0600 when the vault is new. */
  readonly keyFile?: string;
  /** The key itself, from the environment or a key service; then there is no key file. */
  readonly key?: KeyEncryptionKey;
}

export interface NextKey {
  readonly key: KeyEncryptionKey;
  /** Puts it in the place of the present one. */
  readonly install: () => void;
}

/** Where the key-encryption key comes from, and what to say when it is not there. */
export interface KeySource {
  /** Undefined when there is none. */
  read(): KeyEncryptionKey | undefined;
  /** Makes one for a vault that is new. */
  create(): KeyEncryptionKey;
  /** A new one in its place; `config` when only its owner can make one. */
  next(): NextKey;
  /** For messages: a path or a variable. */
  readonly name: string;
}

/** The given key, or else the key file; `config` when there is neither. */
export const keySource = ({ key, keyFile }: VaultKeyOptions): KeySource => {
  if (key !== undefined) return { read: () => key, create: () => key, next: noNext, name: 'the given key' };
  if (keyFile !== undefined)
    return {
      read: () => readKeyFile(keyFile),
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
  throw new LedgerError('config', 'Only a key file can be replaced by itself', {
    path: 'key',
    hint: 'Give the next key, then start the next time with it.',
  });
};
