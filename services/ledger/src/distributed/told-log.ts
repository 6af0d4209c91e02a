import type { RecordedEvent } from '@complaint-ledger/contracts';
import { openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import type { EventStore } from '@complaint-ledger/event-store';
import type { Corner } from './corner.ts';

export interface ToldLog {
  readonly events: number;
  /**
   * A line for each stream: its name and the types of its events in their order, but for what time brings, and links to earlier matters at
   * the end; sorted.
   */
  readonly streams: readonly string[];
  /** Ids that came more than once. */
  readonly doubled: readonly string[];
  /** Streams with a gap between revisions, or whose events do not follow each other in the log. */
  readonly disordered: readonly string[];
}

/** Every ledger gives people other ids. */
const PERSON = /(?<=^caller-).*/;
/** Written by a consumer of its own, whenever that comes to it. */
const LINK = 'RepeatLinked';

/** Declared when a process looks at the clock: what is due by the next fact is declared before it, in any number of looks. */
const TIMED: ReadonlySet<string> = new Set([
  'DeadlineStarted',
  'DeadlineMet',
  'DeadlineMissed',
  'MissedDeadlineMet',
  'DeadlineLapsed',
  'DeadlineMoved',
  'DeadlineMissReversed',
  'PenaltyAssessed',
  'PenaltyReversed',
  'LevelChanged',
]);

/** What time brings between two facts, sorted. */
const apartFromLooks = (types: readonly string[]): readonly string[] => {
  const told: string[] = [];
  let timed: string[] = [];
  for (const type of types) {
    if (TIMED.has(type)) {
      timed.push(type);
      continue;
    }
    told.push(...timed.toSorted(), type);
    timed = [];
  }
  return [...told, ...timed.toSorted()];
};

export const toldLog = async (store: Pick<EventStore, 'readAll'>): Promise<ToldLog> => {
  const streams = new Map<string, string[]>();
  const seen = new Set<string>();
  const doubled: string[] = [];
  const disordered = new Set<string>();
  const take = ({ id, stream, revision, position, type }: RecordedEvent, after: number): void => {
    if (seen.has(id)) doubled.push(id);
    seen.add(id);
    const told = streams.get(stream) ?? [];
    streams.set(stream, told);
    if (revision !== told.length || position <= after) disordered.add(stream);
    told.push(type);
  };
  for (let after = 0; ;) {
    const page = await store.readAll({ after });
    if (page.length === 0) break;
    for (const event of page) {
      take(event, after);
      after = event.position;
    }
  }
  const lines = [...streams].map(([name, told]) => {
    const links = told.filter((type) => type === LINK);
    const others = told.filter((type) => type !== LINK);
    return `${name.replace(PERSON, '')}: ${[...apartFromLooks(others), ...links].join(' ')}`;
  });
  return { events: seen.size, streams: lines.toSorted(), doubled, disordered: [...disordered] };
};

/** The log of a corner on KurrentDB. */
export const logOf = async ({ LEDGER_EVENTS, LEDGER_NAMESPACE }: Corner['environment']): Promise<ToldLog> => {
  const store = await openKurrentDbEventStore({ url: LEDGER_EVENTS, namespace: LEDGER_NAMESPACE });
  try {
    return await toldLog(store);
  } finally {
    await store.close();
  }
};
