import { setTimeout as delay } from 'node:timers/promises';
import { type KurrentDBClient, NO_STREAM, WrongExpectedVersionError, jsonEvent } from '@kurrent/kurrentdb-client';
import { LedgerError, type RecordedEvent, newId } from '@complaint-ledger/contracts';
import { Recent } from '@complaint-ledger/sqlite';
import { traceparentHere } from '@complaint-ledger/telemetry';
import { type AppendRequest, refusalOf } from '../append-request.ts';
import { bodyOf, isBodyOf } from '../event-body.ts';
import type { AppendResult } from '../event-store.ts';
import type { IdRegister } from './id-register.ts';
import { kurrentFailure } from './kurrent-failure.ts';
import type { KurrentReader } from './kurrent-reader.ts';
import type { StreamNames } from './names.ts';

const STREAM_HEADS = 20_000;

/** Revision of a stream that is not there. */
const NONE = -1;

/** Ids registered at once. */
const AT_ONCE = 64;

const SETTLE_MS = 3_000;

interface WriterParts {
  readonly client: KurrentDBClient;
  readonly names: StreamNames;
  readonly reader: KurrentReader;
  readonly register: IdRegister;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long whoever registered an id may take to write it before the id is free for another stream, ms; default 3,000. */
  readonly settleMs?: number;
}

/** Appends of one process; those to one stream follow one another. */
export class KurrentWriter {
  readonly #parts: WriterParts;
  /** Last revision of streams, as far as this process knows. */
  readonly #heads = new Recent<string, number>(STREAM_HEADS);

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const { stream, expected } = request;
    // Looked up before the ids are registered: what another process writes of them from then on moves the stream past it.
    let head = await this.#head(stream);
    let mayBeThere = await this.#register(request);
    for (;;) {
      if (mayBeThere) {
        const held = await this.#parts.reader.stream(stream);
        const repeated = repetition(request, held);
        if (repeated !== undefined) return repeated;
        head = held.at(-1)?.revision ?? NONE;
      }
      const refusal = refusalOf(stream, expected, head === NONE ? undefined : head);
      // Another process may have written since this one looked.
      if (refusal !== undefined && (await this.#freshHead(stream)) === head) throw refusal;
      const written = refusal === undefined ? await this.#write(request, head) : undefined;
      if (written !== undefined) return written;
      this.#heads.delete(stream);
      mayBeThere = true;
    }
  }

  /** True when an id was registered before, for this stream. Throws `conflict` for one that is in another. */
  async #register({ stream, events }: AppendRequest): Promise<boolean> {
    let known = false;
    for (let from = 0; from < events.length; from += AT_ONCE)
      await Promise.all(
        events.slice(from, from + AT_ONCE).map(async ({ id }) => {
          if (await this.#parts.register.enter(id, stream)) return;
          await this.#claim(id, stream);
          known = true;
        }),
      );
    return known;
  }

  async #claim(id: string, stream: string): Promise<void> {
    let waitedFor: string | undefined;
    for (;;) {
      const other = await this.#parts.register.streamOf(id);
      if (other === stream) return;
      if (other !== undefined && (await this.#find(id, other)) !== undefined)
        throw new LedgerError('conflict', `Event ${id} is in the log already, in another stream`, {
          eventId: id,
          stream,
          hint: 'An event id is used once.',
        });
      if (other !== waitedFor) {
        waitedFor = other;
        await delay(this.#parts.settleMs ?? SETTLE_MS);
      } else if (await this.#parts.register.move(id, other, stream)) return;
    }
  }

  /** Undefined when another process wrote first. */
  async #write(request: AppendRequest, head: number): Promise<AppendResult | undefined> {
    const { stream, events } = request;
    const { client, names, clock } = this.#parts;
    const recordedAt = request.recordedAt ?? new Date(clock()).toISOString();
    const traceparent = traceparentHere();
    const proposed = events.map((event, index) => {
      const data = JSON.parse(bodyOf(event, { stream, revision: head + 1 + index, recordedAt })) as Record<
        string,
        string
      >;
      const metadata = {
        ...(event.correlationId === undefined ? {} : { $correlationId: event.correlationId }),
        ...(event.causationId === undefined ? {} : { $causationId: event.causationId }),
        // Beside the body, which is hashed.
        ...(traceparent === undefined ? {} : { traceparent }),
      };
      // Not the event's own id: of two processes that write the same event the server would tell both that they did.
      return jsonEvent({ id: newId(), type: event.type, data, metadata });
    });
    try {
      const { nextExpectedRevision, position } = await client.appendToStream(names.ofStream(stream), proposed, {
        streamState: head === NONE ? NO_STREAM : BigInt(head),
      });
      const revision = Number(nextExpectedRevision);
      this.#heads.set(stream, revision);
      return { appended: true, revision, position: Number(position?.commit) };
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
    const head = last?.revision ?? NONE;
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

/** The answer of the first time, when every event is there already; undefined when none is. Throws `conflict` otherwise. */
const repetition = (
  { stream, events }: AppendRequest,
  inStream: readonly RecordedEvent[],
): AppendResult | undefined => {
  const held = new Map(inStream.map((event) => [event.id, event]));
  const found = events.flatMap((event) => {
    const kept = held.get(event.id);
    return kept === undefined ? [] : [{ event, kept }];
  });
  const last = found.at(-1);
  if (last === undefined) return undefined;
  for (const { event, kept } of found) {
    const { position: _, ...body } = kept;
    if (!isBodyOf(JSON.stringify(body), event, stream)) throw sameIdOtherContent(event.id, stream);
  }
  if (found.length < events.length) throw partlyKnown(last.event.id, stream);
  return { appended: false, revision: last.kept.revision, position: last.kept.position };
};

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
