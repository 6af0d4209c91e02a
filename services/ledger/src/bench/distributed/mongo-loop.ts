import { openMongo } from '@complaint-ledger/mongodb';

const BATCH = 16;
const WRITERS = 4;
const BATCHES_EACH = 12;

let loops = 0;

/** Documents a second that the MongoDB server itself takes, in batches such as projections write: what no ledger on it exceeds. */
export const mongoLoop = async (address: string): Promise<number> => {
  const url = new URL(address);
  url.pathname = `/ledgerbench${process.pid}x${loops++}`;
  const mongo = await openMongo({ url: url.href }, { what: 'The benchmark' });
  try {
    const documents = mongo.db.collection<{ readonly _id: string; readonly body: string }>('documents');
    const body = 'x'.repeat(600);
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let batch = 0; batch < BATCHES_EACH; batch++)
          await documents.bulkWrite(
            Array.from({ length: BATCH }, (_, index) => ({
              replaceOne: { filter: { _id: `${writer}-${batch % 4}-${index}` }, replacement: { body }, upsert: true },
            })),
            { ordered: false },
          );
      }),
    );
    return (WRITERS * BATCHES_EACH * BATCH * 1_000) / (performance.now() - begun);
  } finally {
    await mongo.db.dropDatabase();
    await mongo.close();
  }
};
