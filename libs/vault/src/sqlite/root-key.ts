import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '@complaint-ledger/contracts';
import { transaction } from '@complaint-ledger/sqlite';
import type { KeyEncryptionKey } from '../keys/key-encryption-key.ts';
import type { KeySource } from './key-source.ts';

const cannotOpen = (source: KeySource, what: string): LedgerError =>
  new LedgerError('unavailable', `The vault holds data, but ${what}`, {
    path: source.name,
    hint: 'Restore the key that was made with this vault, from your backup. A new key would open nothing. No data was lost.',
  });

const store = (db: DatabaseSync, key: KeyEncryptionKey, root: Uint8Array): void => {
  db.prepare('INSERT OR REPLACE INTO root (key_id, wrapped) VALUES (?, ?)').run(key.id, key.wrap(root));
};

const unwrap = (db: DatabaseSync, key: KeyEncryptionKey, source: KeySource): Uint8Array => {
  const row = db.prepare('SELECT wrapped FROM root WHERE key_id = ?').get(key.id);
  if (row === undefined) throw cannotOpen(source, `the key of ${source.name} is not its key`);
  try {
    return key.unwrap(row['wrapped'] as Uint8Array);
  } catch (cause) {
    throw new LedgerError('corrupt', 'The root key of the vault was changed', {
      path: source.name,
      hint: 'Restore the vault file from your backup.',
      cause,
    });
  }
};

/**
 * The root key. A vault without one is new and gets one; a vault that has one opens with its own key or not at all.
 * Runs in one exclusive transaction, so that two processes that start together agree.
 */
export const openRoot = (db: DatabaseSync, source: KeySource): KeyObject => {
  const root = transaction(db, () => {
    const key = source.read();
    if (db.prepare('SELECT 1 FROM root LIMIT 1').get() === undefined) {
      const made = randomBytes(32);
      store(db, key ?? source.create(), made);
      return made;
    }
    if (key === undefined) throw cannotOpen(source, `its key is not in ${source.name}`);
    return unwrap(db, key, source);
  });
  return createSecretKey(root);
};

/**
 * Wraps the root with `next` too, installs `next`, and only then lets go of the old key: a crash in between leaves a vault
 * that the installed key opens.
 */
export const rewrapRoot = (db: DatabaseSync, root: KeyObject, next: KeyEncryptionKey, install: () => void): void => {
  store(db, next, root.export());
  install();
  db.prepare('DELETE FROM root WHERE key_id <> ?').run(next.id);
};
