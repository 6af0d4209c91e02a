import { type KurrentDBClient, NO_STREAM, WrongExpectedVersionError, jsonEvent } from '@kurrent/kurrentdb-client';
import { LedgerError, type RecordedEvent } from '@complaint-ledger/contracts';
import { Recent } from '@complaint-ledger/sqlite';
import { type AppendRequest, refusalOf } from '../append-request.ts';
import { bodyOf, isBodyOf } from '../event-body.ts';
import type { AppendResult } from '../event-store.ts';
import type { IdRegister } from './id-register.ts';
import { kurrentFailure } from './kurrent-failure.ts';
import type { KurrentReader } from './kurrent-reader.ts';
import type { StreamNames } from './names.ts';

const STREAM_HEADS = 20_000;

/** An append, and the time that its events carry. */
type Written = AppendResult & { readonly recordedAt: string };

/** Ids registered at once. */
const AT_ONCE = 64;

interface WriterParts {
  readonly client: KurrentDBClient;
  readonly names: StreamNames;
  readonly reader: KurrentReader;
  readonly register: IdRegister;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Appends of one process; those to one stream follow one another. */
export class KurrentWriter {
  readonly #parts: WriterParts;
  /** Last revision of streams, as far as this process knows; -1: there is none. */
  readonly #heads = new Recent<string, number>(STREAM_HEADS);

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const known = await this.#registered(request);
    if (known.size > 0) {
      const repeated = await this.#repetition(request, known);
      if (repeated !== undefined) return repeated;
    }
    for (;;) {
      const head = await this.#head(request.stream);
      const refusal = refusalOf(request.stream, request.expected, head < 0 ? undefined : head);
      if (refusal !== undefined) {
        // Another process may have written since this one looked.
        if ((await this.#freshHead(request.stream)) === head) throw refusal;
        continue;
      }
      const written = await this.#write(request, head);
      if (written !== undefined) return known.size === 0 ? resultOf(written) : this.#asKept(request, written);
      this.#heads.delete(request.stream);
      // What lost the race may have lost it against itself: a repetition of the same append elsewhere.
      const repeated = await this.#repetition(request, new Set(request.events.map(({ id }) => id)));
      if (repeated !== undefined) return repeated;
    }
  }

  /** The server answers the same ids at the same place as if it had written them: what it keeps may be another process's append. */
  async #asKept(request: AppendRequest, written: Written): Promise<AppendResult> {
    const kept = await this.#repetition(request, new Set(request.events.map(({ id }) => id)));
    const last = await this.#find(request.events.at(-1)?.id ?? '', request.stream);
    return { ...resultOf(written), ...kept, appended: last?.recordedAt === written.recordedAt };
  }

  /** Ids that were registered before, for this stream. Throws `conflict` for one that is in another. */
  async #registered({ stream, events }: AppendRequest): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (let from = 0; from < events.length; from += AT_ONCE)
      await Promise.all(
        events.slice(from, from + AT_ONCE).map(async ({ id }) => {
          if (!(await this.#parts.register.enter(id, stream))) {
            await this.#claim(id, stream);
            known.add(id);
          }
        }),
      );
    return known;
  }

  async #claim(id: string, stream: string): Promise<void> {
    for (;;) {
      const other = await this.#parts.register.streamOf(id);
      if (other === stream) return;
      if (other !== undefined && (await this.#find(id, other)) !== undefined)
        throw new LedgerError('conflict', `Event ${id} is in the log already, in another stream`, {
          eventId: id,
          stream,
          hint: 'An event id is used once.',
        });
      if (await this.#parts.register.move(id, stream)) return;
    }
  }

  /** The answer of the first time, when every event is there already; undefined when none is. Throws `conflict` otherwise. */
  async #repetition({ stream, events }: AppendRequest, known: ReadonlySet<string>): Promise<AppendResult | undefined> {
    const held = new Map((await this.#parts.reader.stream(stream)).map((event) => [event.id, event]));
    const found = events.filter(({ id }) => known.has(id) && held.has(id));
    const [first] = found;
    if (first === undefined) return undefined;
    for (const event of found) {
      const { position: _, ...body } = held.get(event.id) as RecordedEvent;
      if (!isBodyOf(JSON.stringify(body), event, stream)) throw sameIdOtherContent(event.id, stream);
    }
    if (found.length < events.length) throw partlyKnown(first.id, stream);
    const last = held.get(events.at(-1)?.id ?? '') as RecordedEvent;
    return { appended: false, revision: last.revision, position: last.position };
  }

  /** Undefined when another process wrote first. */
  async #write(request: AppendRequest, head: number): Promise<Written | undefined> {
    const { stream, events } = request;
    const { client, names, clock } = this.#parts;
    const recordedAt = request.recordedAt ?? new Date(clock()).toISOString();
    const proposed = events.map((event, index) => {
      const data = JSON.parse(bodyOf(event, { stream, revision: head + 1 + index, recordedAt })) as Record<
        string,
        string
      >;
      const metadata = {
        ...(event.correlationId === undefined ? {} : { $correlationId: event.correlationId }),
        ...(event.causationId === undefined ? {} : { $causationId: event.causationId }),
      };
      return jsonEvent({ id: event.id, type: event.type, data, metadata });
    });
    try {
      const { nextExpectedRevision, position } = await client.appendToStream(names.ofStream(stream), proposed, {
        streamState: head < 0 ? NO_STREAM : BigInt(head),
      });
      const revision = Number(nextExpectedRevision);
      this.#heads.set(stream, revision);
      return { appended: true, revision, position: Number(position?.commit), recordedAt };
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return undefined;
      this.#heads.delete(stream);
      throw kurrentFailure(error, 'append');
    }
  }

  async #head(stream: string): Promise<number> {
    return this.#heads.get(stream) ?? this.#freshHead(stream);
  }

  async #freshHead(stream: string): Promise<number> {
    const [last] = await this.#parts.reader.stream(stream, { direction: 'backwards', limit: 1 });
    const head = last?.revision ?? -1;
    this.#heads.set(stream, head);
    return head;
  }

  async #find(id: string, stream: string): Promise<RecordedEvent | undefined> {
    return (await this.#parts.reader.stream(stream)).find((event) => event.id === id);
  }

  /** The event of an id, wherever it is. */
  async find(id: string): Promise<RecordedEvent | undefined> {
    const stream = await this.#parts.register.streamOf(id);
    return stream === undefined ? undefined : this.#find(id, stream);
  }
}

const resultOf = ({ appended, revision, position }: Written): AppendResult => ({ appended, revision, position });

const sameIdOtherContent = (eventId: string, stream: string): LedgerError =>
  new LedgerError('conflict', `Event ${eventId} is in the log already, with other content`, {
    eventId,
    stream,
    hint: 'An event never changes: give a new event its own id.',
  });

const partlyKnown = (eventId: string, stream: string): LedgerError =>
  new LedgerError('conflict', `Event ${eventId} is in the log already, others of this append are not`, {
    eventId,
    stream,
    hint: 'Repeat an append whole, or append what is new alone.',
  });
