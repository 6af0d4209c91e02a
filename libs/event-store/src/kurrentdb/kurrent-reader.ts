import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type KurrentDBClient,
  START,
  StreamNotFoundError,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { keepTrace } from '@complaint-ledger/telemetry';
import type { ReadAllOptions, ReadStreamOptions } from '../event-store.ts';
import { kurrentFailure } from './kurrent-failure.ts';
import type { StreamNames } from './names.ts';
import { onceMore } from './once-more.ts';

const PAGE_EVENTS = 1_000;

type Kept = AllStreamResolvedEvent['event'];

/** The body was written as JSON: what was parsed is the event but for its position. */
const recorded = (kept: NonNullable<Kept>): RecordedEvent => {
  const body = kept.data as unknown as Omit<RecordedEvent, 'position'>;
  const event = { ...body, position: Number(kept.position?.commit) };
  keepTrace(event, (kept.metadata as { readonly traceparent?: unknown } | undefined)?.traceparent);
  return event;
};

/** Reads of the log. Errors: `unavailable`, `storage`, `config`. */
export class KurrentReader {
  readonly #client: KurrentDBClient;
  readonly #names: StreamNames;

  constructor(client: KurrentDBClient, names: StreamNames) {
    this.#client = client;
    this.#names = names;
  }

  async stream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { from, direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    if (limit === 0) return [];
    const forwards = direction === 'forwards';
    return this.#collect(() =>
      this.#client.readStream(this.#names.ofStream(stream), {
        direction: forwards ? FORWARDS : BACKWARDS,
        fromRevision: from === undefined ? (forwards ? START : END) : BigInt(from),
        maxCount: limit,
      }),
    );
  }

  async page({
    after,
    upTo = Number.MAX_SAFE_INTEGER,
    limit = PAGE_EVENTS,
  }: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    if (limit === 0) return [];
    const position = BigInt(after);
    // The server begins at the position, the port after it.
    const found = await this.#collect(() =>
      this.#client.readAll({
        fromPosition: after === 0 ? START : { commit: position, prepare: position },
        maxCount: limit + 1,
        filter: this.filter(),
      }),
    );
    return found.filter((event) => event.position > after && event.position <= upTo).slice(0, limit);
  }

  async last(): Promise<RecordedEvent | undefined> {
    const [last] = await this.#collect(() =>
      this.#client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, filter: this.filter() }),
    );
    return last;
  }

  async head(): Promise<number> {
    return (await this.last())?.position ?? 0;
  }

  filter() {
    return streamNameFilter({ prefixes: [this.#names.eventPrefix] });
  }

  #collect(read: () => AsyncIterable<{ event?: unknown }>): Promise<readonly RecordedEvent[]> {
    return onceMore(() => this.#all(read()));
  }

  async #all(read: AsyncIterable<{ event?: unknown }>): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    try {
      for await (const { event } of read) if (event !== undefined) events.push(recorded(event as NonNullable<Kept>));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw kurrentFailure(error, 'read');
    }
    return events;
  }
}
