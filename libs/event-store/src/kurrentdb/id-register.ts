import {
  BACKWARDS,
  END,
  type KurrentDBClient,
  NO_STREAM,
  StreamNotFoundError,
  WrongExpectedVersionError,
  jsonEvent,
} from '@kurrent/kurrentdb-client';
import { newId } from '@complaint-ledger/contracts';
import { kurrentFailure } from './kurrent-failure.ts';
import type { StreamNames } from './names.ts';
import { onceMore } from './once-more.ts';

interface Registered {
  readonly stream: string;
  /** Of the register's own stream. */
  readonly revision: bigint;
}

/**
 * Which stream the event of an id is in, told before the event is written, so that two processes do not write one id into two streams.
 * After a crash in between, or an append that was refused, a registered id has no event: it may move, once whoever registered it has had
 * its time to write. A process that stands still for longer than that between the two is not kept from it.
 */
export class IdRegister {
  readonly #client: KurrentDBClient;
  readonly #names: StreamNames;

  constructor(client: KurrentDBClient, names: StreamNames) {
    this.#client = client;
    this.#names = names;
  }

  async streamOf(eventId: string): Promise<string | undefined> {
    return (await onceMore(() => this.#read(eventId)))?.stream;
  }

  /** True when the id was not known before. */
  async enter(eventId: string, stream: string): Promise<boolean> {
    return this.#write(eventId, stream, NO_STREAM);
  }

  /** Gives an id whose event was never written to another stream; false when somebody else was faster. */
  async move(eventId: string, from: string | undefined, to: string): Promise<boolean> {
    const known = await onceMore(() => this.#read(eventId));
    return known?.stream === from && this.#write(eventId, to, known?.revision ?? NO_STREAM);
  }

  async #write(eventId: string, stream: string, streamState: bigint | typeof NO_STREAM): Promise<boolean> {
    const entry = jsonEvent({ id: newId(), type: 'IdRegistered', data: { stream } });
    try {
      await this.#client.appendToStream(this.#names.ofId(eventId), entry, { streamState });
      return true;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return false;
      throw kurrentFailure(error, 'append');
    }
  }

  async #read(eventId: string): Promise<Registered | undefined> {
    try {
      const last = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
      for await (const { event } of this.#client.readStream(this.#names.ofId(eventId), last)) {
        if (event === undefined) continue;
        const { stream } = event.data as unknown as { readonly stream: string };
        return { stream, revision: event.revision };
      }
      return undefined;
    } catch (error) {
      if (error instanceof StreamNotFoundError) return undefined;
      throw kurrentFailure(error, 'read');
    }
  }
}
