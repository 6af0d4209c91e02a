import type { EncodedWrite } from '../declared.ts';

type Batch = readonly EncodedWrite[];

/** Batches that go together. */
export interface Round {
  readonly batches: readonly Batch[];
  /** One batch that writes a document twice, the second time upon the first: what fails ends it. */
  readonly ordered: boolean;
}

/** Batches that share a document follow one another, so that what one of them meets keeps no other from being written. */
export const roundsOf = (batches: readonly Batch[]): readonly Round[] => {
  const rounds: { batches: Batch[]; ids: Set<string>; ordered: boolean }[] = [];
  for (const batch of batches) {
    const ids = new Set(batch.map(({ id }) => id));
    const ordered = ids.size < batch.length;
    const last = rounds.at(-1);
    if (last === undefined || ordered || last.ordered || batch.some(({ id }) => last.ids.has(id))) {
      rounds.push({ batches: [batch], ids, ordered });
      continue;
    }
    last.batches.push(batch);
    for (const id of ids) last.ids.add(id);
  }
  return rounds;
};
