import { type RecordedEvent, bucketOf, parseStreamName } from '@complaint-ledger/contracts';
import type { Projection } from './projection.ts';

/**
 * The same projection with documents of its own for every bucket of the log, so that each has one writer, who meets its events in their
 * order. Who reads them must put the documents of all buckets together.
 */
export const byBucket = <State, Update>(
  projection: Projection<State, Update>,
  idIn: (id: string, bucket: number) => string,
): Projection<State, Update> => ({
  ...projection,
  updatesOf(event: RecordedEvent, emit) {
    const bucket = bucketOf(parseStreamName(event.stream).id);
    projection.updatesOf(event, (id, update) => emit(idIn(id, bucket), update));
  },
});
