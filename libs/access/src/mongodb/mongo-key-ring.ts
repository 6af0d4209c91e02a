import { newId } from '@complaint-ledger/contracts';
import { isDuplicateKey, type MongoPlace, type OpenMongo, openMongo } from '@complaint-ledger/mongodb';
import type { Collection, Filter } from 'mongodb';
import type { CreatedKey, KeyHolder, KeyRecord, KeyRing, NewKey } from '../key-ring.ts';
import { checked, FIRST_ADMIN, noSuchKey } from '../new-key.ts';
import { hashSecret, newSecret } from '../secret.ts';

export interface MongoKeyRingOptions extends MongoPlace {
  readonly now?: () => Date;
}

/** Keys are never deleted: the list also says who had access once. */
interface KeyDocument extends NewKey {
  readonly _id: string;
  readonly hash: Uint8Array;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly revokedAt?: string;
  /** Unique: of all who start together on a ring without administrators one makes a key. */
  readonly first?: true;
}

/**
 * The key ring in a MongoDB database. A key is asked for on every request: what any process creates or revokes holds for every other one
 * from its next request on. Only a primary that was cut off and does not know it yet may answer from before, for the election
 * timeout of the replica set. Errors when opening: `config`, `unavailable`; later also `unavailable` (no server answers).
 */
export const openMongoKeyRing = async (options: MongoKeyRingOptions): Promise<KeyRing> => {
  const mongo = await openMongo(options, { what: 'The key ring', readConcern: 'majority' });
  try {
    const ring = new MongoKeyRing(mongo, options.now ?? (() => new Date()));
    await ring.ensureIndexes();
    return ring;
  } catch (error) {
    await mongo.close();
    throw error;
  }
};

class MongoKeyRing implements KeyRing {
  readonly #mongo: OpenMongo;
  readonly #now: () => Date;
  readonly #keys: Collection<KeyDocument>;

  constructor(mongo: OpenMongo, now: () => Date) {
    this.#mongo = mongo;
    this.#now = now;
    this.#keys = mongo.db.collection('access_keys');
  }

  /** Making an index that is there changes nothing. */
  async ensureIndexes(): Promise<void> {
    await this.#mongo.run(async () => {
      await this.#keys.createIndex({ hash: 1 }, { name: 'by hash', unique: true });
      await this.#keys.createIndex({ first: 1 }, { name: 'first administrator', unique: true, sparse: true });
    });
  }

  async create(key: NewKey): Promise<CreatedKey> {
    return this.#mongo.run(() => this.#insert(checked(key)));
  }

  async list(): Promise<readonly KeyRecord[]> {
    return this.#mongo.run(async () => (await this.#keys.find().sort({ _id: 1 }).toArray()).map(recordOf));
  }

  async revoke(keyId: string): Promise<{ readonly revoked: boolean }> {
    return this.#mongo.run(async () => {
      const revokedAt = this.#now().toISOString();
      const { modifiedCount } = await this.#keys.updateOne(
        { _id: keyId, revokedAt: { $exists: false } },
        { $set: { revokedAt } },
      );
      if (modifiedCount === 1) return { revoked: true };
      if (await this.#has({ _id: keyId })) return { revoked: false };
      throw noSuchKey(keyId);
    });
  }

  async authenticate(secret: string): Promise<KeyHolder | undefined> {
    return this.#mongo.run(async () => {
      const hash = hashSecret(secret);
      if (hash === undefined) return undefined;
      const found = await this.#keys.findOne({ hash, revokedAt: { $exists: false } });
      return found === null ? undefined : holderOf(found);
    });
  }

  async hasKeys(): Promise<boolean> {
    return this.#mongo.run(() => this.#has({ revokedAt: { $exists: false } }));
  }

  async ensureFirstAdminKey(): Promise<CreatedKey | undefined> {
    return this.#mongo.run(async () => {
      if (await this.#has({ role: 'admin' })) return undefined;
      try {
        return await this.#insert(FIRST_ADMIN, { first: true });
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.#mongo.close();
  }

  async #insert(key: NewKey, more: Pick<KeyDocument, 'first'> = {}): Promise<CreatedKey> {
    const keyId = newId();
    const secret = newSecret(key.role);
    const hash = hashSecret(secret) as Uint8Array;
    await this.#keys.insertOne({ _id: keyId, hash, ...key, createdAt: this.#now().toISOString(), ...more });
    return { keyId, secret };
  }

  async #has(filter: Filter<KeyDocument>): Promise<boolean> {
    return (await this.#keys.findOne(filter, { projection: { _id: 1 } })) !== null;
  }
}

const holderOf = ({ _id, role, label, actorId, offices }: KeyDocument): KeyHolder => ({
  keyId: _id,
  role,
  label,
  ...(actorId === undefined ? {} : { actorId }),
  ...(offices === undefined ? {} : { offices }),
});

const recordOf = (key: KeyDocument): KeyRecord => ({
  ...holderOf(key),
  createdAt: key.createdAt,
  ...(key.revokedAt === undefined ? {} : { revokedAt: key.revokedAt }),
});
