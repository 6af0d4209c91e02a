import { type MongoPlace, openMongo } from '@complaint-ledger/mongodb';
import { type VaultKeyOptions, keySource } from '../keys/key-source.ts';
import { unwrapRoot } from '../keys/root-key.ts';
import { vaultDocuments } from './documents.ts';
import { keptRoot } from './kept-root.ts';

/**
 * Whether the given key opens the vault; makes nothing, unlike `openMongoVault`. `new`: there is no vault yet, any key will do.
 * LedgerErrors `unavailable` (another vault's key), `corrupt`, and those of the server.
 */
export const lookAtMongoVault = async ({
  key,
  previous,
  ...place
}: MongoPlace & VaultKeyOptions): Promise<'new' | 'opens'> => {
  const mongo = await openMongo(place, { what: 'The vault' });
  try {
    const wraps = await mongo.run(() => keptRoot(vaultDocuments(mongo.db)));
    if (wraps === undefined) return 'new';
    unwrapRoot(wraps, keySource({ ...(key && { key }), ...(previous && { previous }) }));
    return 'opens';
  } finally {
    await mongo.close();
  }
};
