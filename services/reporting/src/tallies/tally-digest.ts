import { createHash } from 'node:crypto';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { TALLIES, parseTallyDocumentId } from './tally-projection.ts';

const PAGE = 5_000;

/**
 * SHA-256 of every figure that is not zero, one a line in the order of period, department and measure: the same for the same events,
 * whatever the buckets, the pages and the time of recording. Hexadecimal.
 */
export const tallyDigest = async (store: ProjectionStore): Promise<string> => {
  const places = new Map<string, Map<string, number>>();
  for (let offset = 0; ; offset += PAGE) {
    const page = await store.query<Record<string, number>>(TALLIES, { limit: PAGE, offset });
    for (const { id, body } of page) {
      const { period, department } = parseTallyDocumentId(id);
      const place = JSON.stringify([period, department]);
      let figures = places.get(place);
      if (figures === undefined) places.set(place, (figures = new Map()));
      for (const measure in body) figures.set(measure, (figures.get(measure) ?? 0) + (body[measure] ?? 0));
    }
    if (page.length < PAGE) break;
  }
  const sha = createHash('sha256');
  for (const [place, figures] of [...places].toSorted(byKey)) {
    for (const [measure, amount] of [...figures].toSorted(byKey)) {
      if (amount !== 0) sha.update(`${place}\t${JSON.stringify(measure)}\t${amount}\n`);
    }
  }
  return sha.digest('hex');
};

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
