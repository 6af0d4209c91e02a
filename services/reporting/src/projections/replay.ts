import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';

/** What a replay needs of a log; one that hands out stored bodies by type spares it the rest. */
export interface ReplayLog extends Pick<EventStore, 'head' | 'readAll'> {
  readBodies?(
    options: { readonly after: number; readonly limit?: number },
    types?: readonly string[],
  ): { readonly rows: readonly (readonly [position: number, body: string])[]; readonly through: number };
}

export interface ReplayOptions {
  /** Last position to replay; default the head of the log. */
  readonly upTo?: number;
  /** After every page: how far, of how much. */
  readonly onProgress?: (position: number, upTo: number) => void;
}

/** Positions looked at together. Longer pages outlive the young generation, which costs time and memory. */
const PAGE = 4000;

/** The events of those types from the start of the log, page by page. A page may be empty: its position is as far as was looked. */
export async function* replayPages(
  log: ReplayLog,
  types: readonly string[],
  { upTo, onProgress }: ReplayOptions = {},
): AsyncGenerator<{ readonly events: readonly RecordedEvent[]; readonly position: number }> {
  const end = upTo ?? (await log.head());
  const wanted = new Set(types);
  let position = 0;
  while (position < end) {
    const page = log.readBodies
      ? parsedPage(log.readBodies({ after: position, limit: PAGE }, types), end)
      : wholePage(await log.readAll({ after: position, upTo: end, limit: PAGE }), wanted, end);
    position = Math.max(page.position, position + 1);
    yield { events: page.events, position };
    onProgress?.(position, end);
  }
}

type Page = { readonly events: readonly RecordedEvent[]; readonly position: number };

const parsedPage = (page: ReturnType<NonNullable<ReplayLog['readBodies']>>, end: number): Page => {
  const events: RecordedEvent[] = [];
  for (const [position, body] of page.rows) {
    if (position > end) break;
    const event = JSON.parse(body) as Omit<RecordedEvent, 'position'> & { position?: number };
    event.position = position;
    events.push(event as RecordedEvent);
  }
  return { events, position: Math.min(page.through, end) };
};

const wholePage = (events: readonly RecordedEvent[], wanted: ReadonlySet<string>, end: number): Page => ({
  events: events.filter(({ type }) => wanted.has(type)),
  position: events.at(-1)?.position ?? end,
});
