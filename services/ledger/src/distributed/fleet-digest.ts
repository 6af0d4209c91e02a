import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { tallyDigest } from '@complaint-ledger/reporting';
import type { Fleet } from './fleet.ts';

/** SHA-256 of every figure that the processes have counted. */
export const digestOf = async ({ environment }: Pick<Fleet, 'environment'>): Promise<string> => {
  const store = await openMongoProjectionStore({ url: environment.LEDGER_MONGODB });
  try {
    return await tallyDigest(store);
  } finally {
    await store.close();
  }
};
