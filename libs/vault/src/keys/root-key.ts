import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
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
  wrapRoot(createSecretKey(randomBytes(32)), source.read()[0] ?? source.create());

/** Somebody's log was written beside a vault that is not in this place, a file or a database. */
export const noVault = (place: string): LedgerError =>
  new LedgerError(
    'not-found',
    said(
      `The log holds events, but there is no vault in ${place}: nobody could read the personal data of those events.`,
      `日志中有事件，但 ${place} 里没有保险库：这些事件中的个人信息将无法读取。`,
    ),
    {
      path: place,
      hint: said(
        'Name the folder (--data) or the database (LEDGER_MONGODB) that the vault of this log is in, or restore the vault from your backup. No vault was made. If it is lost for good: `ledger keys new-vault`.',
        '请指定此日志的保险库所在的文件夹（--data）或数据库（LEDGER_MONGODB），或从备份中恢复保险库。没有新建保险库。若确已永久丢失：`ledger keys new-vault`。',
      ),
    },
  );

/** A vault that has a root opens with its own key or not at all. Errors: `unavailable` (no key, another vault's), `corrupt`. */
export const unwrapRoot = (kept: readonly WrappedRoot[], source: KeySource): KeyObject => {
  const keys = source.read();
  if (keys.length === 0) throw cannotOpen(source, notThere(source.name));
  const [fitting] = keys.flatMap((key) => kept.flatMap((own) => (own.keyId === key.id ? [{ key, own }] : [])));
  if (fitting === undefined) throw cannotOpen(source, notIts(source.name, keys.length));
  try {
    return createSecretKey(fitting.key.unwrap(fitting.own.wrapped));
  } catch (cause) {
    throw new LedgerError('corrupt', 'The root key of the vault was changed', {
      path: source.name,
      hint: 'Restore the vault from your backup.',
      cause,
    });
  }
};

const notThere = (name: string): Sentence =>
  said(`The vault holds data, but its key is not in ${name}`, `保险库中有数据，但 ${name} 里没有它的密钥`);

const notIts = (name: string, keys: number): Sentence =>
  said(
    `The vault holds data, but what ${name} ${keys > 1 ? 'give' : 'gives'} is not its key`,
    `保险库中有数据，但 ${name} 给出的${keys > 1 ? '都' : ''}不是它的密钥`,
  );

const cannotOpen = (source: KeySource, what: Sentence): LedgerError =>
  new LedgerError('unavailable', what, {
    path: source.name,
    hint: said(
      'Restore the key that was made with this vault, from your backup. If the key was changed, give the key of before as LEDGER_VAULT_KEY_PREVIOUS. A new key would open nothing. No data was lost.',
      '请从备份中恢复与此保险库同时生成的密钥；若正在更换密钥，请用 LEDGER_VAULT_KEY_PREVIOUS 给出旧密钥。新密钥打不开任何数据；数据没有丢失。',
    ),
  });
