import { createHash } from 'node:crypto';
import type { JsonValue } from '@complaint-ledger/contracts';
import type { ProjectionStore } from '@complaint-ledger/projection-store';

const PAGE = 2_000;

/** SHA-256 of every document of a collection in the order of the ids, keys sorted. Hexadecimal. */
export const documentDigest = async (store: ProjectionStore, collection: string): Promise<string> => {
  const sha = createHash('sha256');
  for (let offset = 0; ; offset += PAGE) {
    const page = await store.query<JsonValue>(collection, { limit: PAGE, offset });
    for (const { id, body } of page) sha.update(`${JSON.stringify(id)}\t${sortedJson(body)}\n`);
    if (page.length < PAGE) return sha.digest('hex');
  }
};

/** JSON with sorted keys. */
export const sortedJson = (value: JsonValue): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
