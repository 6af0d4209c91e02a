import type { KeyObject } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
import { insertOnce } from '@complaint-ledger/mongodb';
import type { KeySource, NextKey } from '../keys/key-source.ts';
import { newRoot, noVault, unwrapRoot, type WrappedRoot, wrapRoot } from '../keys/root-key.ts';
import type { VaultDocuments } from './documents.ts';

const ROOT = 'root';

/** The root key. A vault without one is new and gets one, unless it must exist: of all who start together, one makes it. */
export const openRoot = async (
  documents: VaultDocuments,
  source: KeySource,
  { mustExist = false }: { readonly mustExist?: boolean } = {},
): Promise<KeyObject> => {
  const wraps = (await keptRoot(documents)) ?? (await makeRoot(documents, source, mustExist));
  return unwrapRoot(wraps, source);
};

/** Undefined for a vault that has none yet. */
export const keptRoot = async ({ roots }: VaultDocuments): Promise<readonly WrappedRoot[] | undefined> =>
  (await roots.findOne({ _id: ROOT }))?.wraps;

const makeRoot = async (
  documents: VaultDocuments,
  source: KeySource,
  mustExist: boolean,
): Promise<readonly WrappedRoot[]> => {
  const { roots, persons } = documents;
  if ((await persons.findOne({}, { projection: { _id: 1 } })) !== null) {
    // Whoever made the persons had a root: looked for again after them, it is there or it was lost.
    const made = await keptRoot(documents);
    if (made === undefined) throw rootLost(source);
    return made;
  }
  if (mustExist) throw noVault(roots.dbName);
  await insertOnce(roots, { _id: ROOT }, { wraps: [newRoot(source)] });
  return (await keptRoot(documents)) ?? [];
};

/**
 * Wraps the root with the next key too, installs that key, and only then lets go of the keys before it: a crash in between
 * leaves a vault that the installed key opens.
 */
export const rewrapRoot = async (documents: VaultDocuments, root: KeyObject, next: NextKey): Promise<void> => {
  const { roots } = documents;
  const { key, install } = next;
  const before = ((await keptRoot(documents)) ?? []).map(({ keyId }) => keyId);
  await roots.updateOne({ _id: ROOT, 'wraps.keyId': { $ne: key.id } }, { $push: { wraps: wrapRoot(root, key) } });
  install();
  await roots.updateOne(
    { _id: ROOT },
    { $pull: { wraps: { keyId: { $in: before.filter((keyId) => keyId !== key.id) } } } },
  );
};

const rootLost = (source: KeySource): LedgerError =>
  new LedgerError('corrupt', 'The vault holds persons, but its root key is gone', {
    path: source.name,
    hint: 'Restore the collection vault_root from your backup. A new root would open nothing; none was made.',
  });
