import type { Collection, Document, Filter, MatchKeysAndValues } from 'mongodb';
import { isDuplicateKey } from './mongo-failure.ts';

/**
 * Inserts a document that is not there. When it resolves, one is there and acknowledged by a majority, this one or somebody
 * else's: read it. (The write that finds it waits for what it saw; the answer of `findOneAndUpdate` beside others is null on some servers.)
 */
export const insertOnce = async <T extends Document>(
  collection: Collection<T>,
  key: Filter<T>,
  rest: MatchKeysAndValues<T>,
): Promise<void> => {
  const insert = () => collection.updateOne(key, { $setOnInsert: rest }, { upsert: true });
  try {
    await insert();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // Somebody else's came in between.
    await insert();
  }
};
