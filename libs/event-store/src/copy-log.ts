import { LedgerError, type RecordedEvent, said } from '@complaint-ledger/contracts';
import type { EventStore, RestorableStore } from './event-store.ts';

export interface CopyProgress {
  /** Events copied by this run. */
  readonly copied: number;
  /** Position in the source. */
  readonly position: number;
  readonly head: number;
}

/** Runs of one stream that were recorded at once, in the order of the log. */
const runsOf = function* (events: readonly RecordedEvent[]): Generator<readonly RecordedEvent[]> {
  let run: RecordedEvent[] = [];
  for (const event of events) {
    const last = run.at(-1);
    if (last !== undefined && (last.stream !== event.stream || last.recordedAt !== event.recordedAt)) {
      yield run;
      run = [];
    }
    run.push(event);
  }
  if (run.length > 0) yield run;
};

/** Where in the source to go on: after the last event that the target has. Error: `conflict` when that is another log's. */
const placeOf = async (source: EventStore, target: RestorableStore): Promise<number> => {
  const last = await target.last();
  if (last === undefined) return 0;
  const found = await source.find(last.id);
  if (found !== undefined) return found.position;
  throw new LedgerError(
    'conflict',
    said('The target holds events that are not of the source.', '目标日志中有不属于来源的事件。'),
    {
      path: 'to',
      hint: said(
        'Copy into an empty log, or go on with a copy that was broken off.',
        '请复制到空的日志，或继续一个中断的副本。',
      ),
    },
  );
};

/**
 * Copies a log whole, in its order: ids, bytes, revisions and so the Merkle root stay; positions are the target's own. Goes on where a
 * copy was broken off. Nobody else may write the target meanwhile. Errors: `conflict`, and those of both logs.
 */
export const copyLog = async (
  source: EventStore,
  target: RestorableStore,
  onProgress?: (progress: CopyProgress) => void,
): Promise<{ readonly copied: number }> => {
  const head = await source.head();
  let position = await placeOf(source, target);
  let copied = 0;
  for (;;) {
    const page = await source.readAll({ after: position, upTo: head });
    const last = page.at(-1);
    if (last === undefined) return { copied };
    for (const run of runsOf(page)) await target.restore(run);
    position = last.position;
    copied += page.length;
    onProgress?.({ copied, position, head });
  }
};
