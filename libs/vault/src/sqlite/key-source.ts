import { LedgerError } from '@complaint-ledger/contracts';
import type { KeyEncryptionKey } from '../keys/key-encryption-key.ts';
import { createKeyFile, readKeyFile } from '../keys/key-file.ts';

/** Where the key-encryption key comes from, and what to say when it is not there. */
export interface KeySource {
  /** Undefined when there is none. */
  read(): KeyEncryptionKey | undefined;
  /** Makes one for a vault that is new. */
  create(): KeyEncryptionKey;
  /** For messages: a path or a variable. */
  readonly name: string;
}

/** The given key, or else the key file; `config` when there is neither. */
export const keySource = (key: KeyEncryptionKey | undefined, keyFile: string | undefined): KeySource => {
  if (key !== undefined) return { read: () => key, create: () => key, name: 'the given key' };
  if (keyFile !== undefined)
    return { read: () => readKeyFile(keyFile), create: () => createKeyFile(keyFile), name: keyFile };
  throw new LedgerError('config', 'The vault needs a key file or a key', {
    path: 'keyFile',
    hint: 'Name a key file, or set LEDGER_VAULT_KEY to 32 bytes in base64.',
  });
};
