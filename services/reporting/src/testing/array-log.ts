import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { ReadAllOptions } from '@complaint-ledger/event-store';
import type { ReplayLog } from '../projections/replay.ts';

/** A story as a log that can be read and no more. */
export const arrayLog = (events: readonly RecordedEvent[]): ReplayLog => ({
  head: async () => events.at(-1)?.position ?? 0,
  readAll: async ({ after, upTo = Infinity, limit = 1000 }: ReadAllOptions) =>
    events.filter(({ position }) => position > after && position <= upTo).slice(0, limit),
});
