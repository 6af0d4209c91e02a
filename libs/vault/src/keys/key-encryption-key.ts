import { createHmac, createSecretKey } from 'node:crypto';
import { LedgerError, said } from '@complaint-ledger/contracts';
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
  throw new LedgerError('unavailable', said(`${where} does not hold a vault key`, `${where} 不是保险库密钥`), {
    path: where,
    hint: said(
      'A vault key is 32 bytes in base64: 44 characters. Restore it from your backup; a new one opens nothing.',
      '保险库密钥是 32 字节的 base64，共 44 个字符。请从备份中恢复；新密钥打不开任何内容。',
    ),
  });
};

/** Keys that are given, not kept in a file. */
export interface GivenKeys {
  readonly key?: KeyEncryptionKey;
  /** While the key is changed: opens a vault that does not know `key` yet. */
  readonly previous?: KeyEncryptionKey;
}

/** The keys of LEDGER_VAULT_KEY and LEDGER_VAULT_KEY_PREVIOUS, as far as they are set. LedgerErrors `unavailable`, `config`. */
export const keysFromEnvironment = (environment: Readonly<Record<string, string | undefined>>): GivenKeys => {
  const given = (variable: string): KeyEncryptionKey | undefined => {
    const text = environment[variable];
    return text === undefined || text === '' ? undefined : parseKey(text, variable);
  };
  const [key, previous] = [given('LEDGER_VAULT_KEY'), given('LEDGER_VAULT_KEY_PREVIOUS')];
  if (previous !== undefined && key === undefined)
    throw new LedgerError(
      'config',
      said(
        'LEDGER_VAULT_KEY_PREVIOUS is set, but not LEDGER_VAULT_KEY.',
        '设置了 LEDGER_VAULT_KEY_PREVIOUS，却没有设置 LEDGER_VAULT_KEY。',
      ),
      {
        path: 'LEDGER_VAULT_KEY',
        hint: said(
          'Set LEDGER_VAULT_KEY to the new key; the previous one is for the time of the change only.',
          '请把 LEDGER_VAULT_KEY 设为新密钥；旧密钥只在更换期间使用。',
        ),
      },
    );
  return { ...(key && { key }), ...(previous && { previous }) };
};
