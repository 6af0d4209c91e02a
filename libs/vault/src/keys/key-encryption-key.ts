import { createHmac, createSecretKey } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
import { decryptBytes, encryptBytes } from '../sealing/bytes.ts';

/** Opens the vault: wraps the root key that lies in it. It is never stored beside what it wraps. */
export interface KeyEncryptionKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
  wrap(root: Uint8Array): Uint8Array;
  /** Throws when the bytes were not wrapped by this key. */
  unwrap(wrapped: Uint8Array): Uint8Array;
}

const PURPOSE = 'complaint-ledger vault root v1';

export const keyEncryptionKey = (bytes: Uint8Array): KeyEncryptionKey => {
  const key = createSecretKey(bytes);
  return {
    id: createHmac('sha256', key).update('complaint-ledger key id').digest('hex').slice(0, 32),
    wrap: (root) => encryptBytes(key, PURPOSE, root),
    unwrap: (wrapped) => decryptBytes(key, PURPOSE, wrapped),
  };
};

/** 32 bytes from their base64 text; `unavailable` when it is something else. `where` names its origin in the error. */
export const parseKey = (text: string, where: string): KeyEncryptionKey => {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length === 32 && bytes.toString('base64') === trimmed) return keyEncryptionKey(bytes);
  throw new LedgerError('unavailable', `${where} does not hold a vault key`, {
    path: where,
    hint: 'A vault key is 32 bytes in base64: 44 characters. Restore it from your backup; a new one opens nothing.',
  });
};

/** The key of LEDGER_VAULT_KEY, if it is set. */
export const keyFromEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): KeyEncryptionKey | undefined => {
  const text = environment['LEDGER_VAULT_KEY'];
  return text === undefined || text === '' ? undefined : parseKey(text, 'LEDGER_VAULT_KEY');
};
