import type { KeyObject } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@complaint-ledger/sqlite';
import type { KeySource, NextKey } from '../keys/key-source.ts';
import { newRoot, noVault, unwrapRoot, type WrappedRoot, wrapRoot } from '../keys/root-key.ts';

const kept = (db: DatabaseSync): readonly WrappedRoot[] =>
  db
    .prepare('SELECT key_id, wrapped FROM root')
    .all()
    .map((row) => ({ keyId: row['key_id'] as string, wrapped: row['wrapped'] as Uint8Array }));

const store = (db: DatabaseSync, { keyId, wrapped }: WrappedRoot): void => {
  db.prepare('INSERT OR REPLACE INTO root (key_id, wrapped) VALUES (?, ?)').run(keyId, wrapped);
};

/**
 * The root key. A vault without one is new and gets one. Runs in one exclusive transaction, so that two processes that start
 * together agree.
 */
export const openRoot = (
  db: DatabaseSync,
  source: KeySource,
  { path, mustExist = false }: { readonly path: string; readonly mustExist?: boolean },
): KeyObject =>
  transaction(db, () => {
    const roots = kept(db);
    if (roots.length > 0) return unwrapRoot(roots, source);
    if (mustExist) throw noVault(path);
    const made = newRoot(source);
    store(db, made);
    return unwrapRoot([made], source);
  });

/**
 * Wraps the root with the next key too, installs that key, and only then lets go of the keys before it: a crash in between
 * leaves a vault that the installed key opens.
 */
export const rewrapRoot = (db: DatabaseSync, root: KeyObject, { key, install }: NextKey): void => {
  const before = kept(db);
  store(db, wrapRoot(root, key));
  install();
  const forget = db.prepare('DELETE FROM root WHERE key_id = ?');
  for (const { keyId } of before) if (keyId !== key.id) forget.run(keyId);
};
