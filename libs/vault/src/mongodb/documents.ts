import type { Collection, Db } from 'mongodb';
import type { WrappedRoot } from '../keys/root-key.ts';

/** One document: the root under each key that opens the vault. */
export interface RootDocument {
  readonly _id: 'root';
  readonly wraps: readonly WrappedRoot[];
}

/**
 * A person, with salt; an erased one is a tombstone with the time. `identifier` is the blind index: a MAC of what identifies
 * the person, found by equality only.
 */
export interface PersonDocument {
  readonly _id: string;
  readonly salt?: Uint8Array;
  readonly identifier?: Uint8Array;
  readonly erasedAt?: string;
  /** An erasure has still to remove the person's links. */
  readonly linksLeft?: true;
}

/** Whose matter a subject is. */
export interface LinkDocument {
  readonly _id: string;
  readonly person: string;
}

export interface VaultDocuments {
  readonly roots: Collection<RootDocument>;
  readonly persons: Collection<PersonDocument>;
  readonly links: Collection<LinkDocument>;
}

/** The vault's collections. On a sharded cluster they stay unsharded: the identifier is unique over all persons. */
export const vaultDocuments = (db: Db): VaultDocuments => ({
  roots: db.collection('vault_root'),
  persons: db.collection('vault_persons'),
  links: db.collection('vault_links'),
});

/** Making an index that is there changes nothing. */
export const ensureIndexes = async ({ persons, links }: VaultDocuments): Promise<void> => {
  await persons.createIndex({ identifier: 1 }, { name: 'by identifier', unique: true, sparse: true });
  await persons.createIndex({ linksLeft: 1 }, { name: 'half erased', sparse: true });
  await links.createIndex({ person: 1 }, { name: 'by person' });
};
