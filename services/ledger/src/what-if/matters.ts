import { setImmediate as nextTick } from 'node:timers/promises';
import {
  type CaseEvent,
  type Fact,
  type RecordedEvent,
  parseStreamName,
  streamName,
} from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { epochOf } from '@complaint-ledger/policy';
import { type ReplayLog, replayPages } from '@complaint-ledger/reporting';
import { ClockHistory } from './clock-history.ts';

/** A complaint, or a call, and where the log has it. */
export interface Matter {
  /** Of the matter and of its case. */
  readonly id: string;
  readonly stream: string;
  readonly source: string;
  /** The pack that it was recorded under. */
  readonly policy: string;
}

/** What the log says of a matter. */
export interface MatterHistory extends Matter {
  /** In the order in which the ledger learnt them; the first one says that it was filed. */
  readonly facts: readonly Fact[];
  readonly recorded: readonly CaseEvent[];
}

export interface Found {
  readonly matters: readonly Matter[];
  readonly clocks: ClockHistory;
}

/** What is read of a log. */
export type ReadLog = ReplayLog & Pick<EventStore, 'readStream'>;

export interface Filed {
  /** ms, inclusive. */
  readonly from: number;
  /** ms, exclusive. */
  readonly to: number;
  /** Only matters recorded under this pack. */
  readonly policy?: string | undefined;
}

const read: readonly string[] = ['ComplaintFiled', 'CallReceived', 'SourceAdvanced'];

type Read = Extract<Fact, { type: 'ComplaintFiled' | 'CallReceived' | 'SourceAdvanced' }>;

/** The matters filed in a period, and the clocks of all sources, from the log up to `head`. */
export const findMatters = async (
  log: ReadLog,
  head: number,
  { from, to, policy }: Filed,
  onProgress: (position: number) => void,
): Promise<Found> => {
  const matters: Matter[] = [];
  const clocks = new ClockHistory();
  for await (const { events, position: reached } of replayPages(log, read, { upTo: head })) {
    for (const fact of events as readonly Read[]) {
      if (fact.type === 'SourceAdvanced') {
        clocks.advance(fact.source, fact.position, fact.data.to);
        continue;
      }
      const filed = epochOf(fact.occurredAt);
      if (filed < from || filed >= to || (policy !== undefined && fact.data.policy !== policy)) continue;
      const { id } = parseStreamName(fact.stream);
      matters.push({ id, stream: fact.stream, source: fact.source, policy: fact.data.policy });
    }
    onProgress(Math.min(reached, head));
    await nextTick();
  }
  return { matters, clocks };
};

const until = (events: readonly RecordedEvent[], head: number): readonly RecordedEvent[] =>
  events.filter(({ position }) => position <= head);

export const readHistory = async (log: ReadLog, head: number, matter: Matter): Promise<MatterHistory> => ({
  ...matter,
  facts: until(await log.readStream(matter.stream), head) as unknown as readonly Fact[],
  recorded: until(await log.readStream(streamName('case', matter.id)), head) as readonly CaseEvent[],
});
