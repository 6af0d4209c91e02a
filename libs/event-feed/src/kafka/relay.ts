import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { LedgerError, type RecordedEvent, bucketOf, isLedgerError, parseStreamName } from '@complaint-ledger/contracts';
import { type EventStore, PositionWaiters, type Subscription } from '@complaint-ledger/event-store';
import { inTraces } from '@complaint-ledger/telemetry';
import type { Message, Producer } from 'kafkajs';
import { type Backoff, DEFAULT_BACKOFF, pause, waitAfter } from '../backoff.ts';
import { answered } from './answered.ts';
import { keyOf, messageOf } from './feed-message.ts';
import { RelayLease } from './relay-lease.ts';
import type { RelayPlace } from './relay-place.ts';
import { type KafkaSettings, kafkaOf } from './settings.ts';
import { sendSpan } from './spans.ts';
import { EVENTS_TOPIC, checkPartitions, partitionOf } from './topics.ts';

/** Bytes after which a page is sent in more than one request. */
const REQUEST_BYTES = 768 * 1024;

export interface RelayOptions {
  readonly kafka: KafkaSettings;
  readonly log: Pick<EventStore, 'subscribe' | 'head'>;
  readonly place: RelayPlace;
  /** Default `ledger.events.v1`. */
  readonly topic?: string;
  /** Default host name and a random part. */
  readonly holder?: string;
  /** Milliseconds without a sign of life after which another relay takes over; default 10,000. */
  readonly ttl?: number;
  readonly backoff?: Backoff;
  /** Events that every bucket must see: a copy goes to each partition. Default those of a source's stream, its clock. */
  readonly everywhere?: (event: RecordedEvent) => boolean;
  /** Told of every failure; the relay tries again from its checkpoint. */
  readonly onStall?: (stall: RelayStall) => void;
}

export interface RelayStall {
  /** Last position that is known to be in the topic. */
  readonly position: number;
  /** Failures in a row. */
  readonly attempt: number;
  readonly error: unknown;
  /** Milliseconds; infinite when the relay has ended and must be started again. */
  readonly retryIn: number;
}

export interface Relay {
  /** Resolves when every event up to `position` is in the topic, sent by this relay or by another before it took over. */
  caughtUp(position: number): Promise<void>;
  /** Whether it is this relay that sends. */
  leads(): boolean;
  /** Events of the log that are not in the topic yet, whoever relays; at most so many where positions have gaps. */
  lag(): Promise<number>;
  /** The failure at which the relay stands, if it does. */
  stalled(): RelayStall | undefined;
  /** Resolves when it was stopped or the log was closed; rejects with `config` when it cannot relay to this topic at all. */
  readonly done: Promise<void>;
  /** Waits for the running page and gives the lease back. */
  stop(): Promise<void>;
}

const isClock = ({ stream }: RecordedEvent): boolean => parseStreamName(stream).category === 'source';

/**
 * Sends the log to the events topic: in order, without a gap, each page acknowledged by all replicas that are in step before the
 * checkpoint moves and the next is sent. The producer is not an idempotent one: that would know repetitions of its own session
 * only, and cannot send twice at a time (tulios/kafkajs#598). Any relay can only repeat what was sent, and readers know a repetition by its
 * position.
 */
class KafkaRelay implements Relay {
  readonly done: Promise<void>;
  readonly #options: RelayOptions;
  readonly #topic: string;
  readonly #backoff: Backoff;
  readonly #everywhere: (event: RecordedEvent) => boolean;
  readonly #waiters = new PositionWaiters(0);
  readonly #abort = new AbortController();
  #lease: RelayLease | undefined;
  #tail: Subscription | undefined;
  #stall: RelayStall | undefined;
  #failures = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#topic = options.topic ?? EVENTS_TOPIC;
    this.#backoff = options.backoff ?? DEFAULT_BACKOFF;
    this.#everywhere = options.everywhere ?? isClock;
    this.done = this.#run();
    this.done.catch(() => undefined);
  }

  caughtUp(position: number): Promise<void> {
    return this.#waiters.wait(position);
  }

  leads(): boolean {
    return this.#lease !== undefined;
  }

  async lag(): Promise<number> {
    const [head, state] = await Promise.all([
      this.#options.log.head(),
      this.leads() ? undefined : this.#options.place.read(),
    ]);
    return Math.max(0, head - (state?.position ?? this.#waiters.reached));
  }

  stalled(): RelayStall | undefined {
    return this.#stall;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#tail?.stop();
    await this.done.catch(() => undefined);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#abort.signal.aborted) {
        try {
          await this.#lead();
        } catch (error) {
          if (isLedgerError(error, 'closed')) break;
          if (isLedgerError(error, 'config')) throw error;
          if (!isLedgerError(error, 'conflict')) await this.#fail(error);
        }
      }
      this.#waiters.end();
    } catch (error) {
      this.#tell(error, Number.POSITIVE_INFINITY);
      this.#waiters.end(error);
      throw error;
    }
  }

  /** Waits for the lease and relays for as long as it lasts. */
  async #lead(): Promise<void> {
    const kafka = kafkaOf(this.#options.kafka);
    const partitions = await this.#countPartitions(kafka.admin());
    const signal = this.#abort.signal;
    const { place, holder = `${hostname()}-${randomUUID()}`, ttl = 10_000 } = this.#options;
    const onStandby = (): void => void (this.#stall = undefined);
    const lease = await RelayLease.take(place, { holder, ttl, partitions, signal, onStandby });
    if (lease === undefined) return;
    const producer = kafka.producer({ allowAutoTopicCreation: false, idempotent: false, maxInFlightRequests: 1 });
    const renewing = setInterval(() => {
      lease.renew().catch(() => this.#tail?.stop());
    }, lease.renewEvery);
    try {
      await this.#checkTopicIsOfThisLog(kafka.admin(), lease);
      await producer.connect();
      this.#lease = lease;
      this.#waiters.advance(lease.position);
      this.#tail = this.#options.log.subscribe(lease.position, (page) =>
        inTraces(page, `send ${this.#topic}`, sendSpan(this.#topic), () => this.#relay(producer, lease, page)),
      );
      if (signal.aborted) await this.#tail.stop();
      await this.#tail.done;
    } finally {
      clearInterval(renewing);
      this.#lease = undefined;
      await lease.release();
      await producer.disconnect().catch(() => undefined);
    }
  }

  async #relay(producer: Producer, lease: RelayLease, page: readonly RecordedEvent[]): Promise<void> {
    const position = page.at(-1)?.position;
    if (position === undefined) return;
    const last = [...lease.last];
    let request: Message[] = [];
    let bytes = 0;
    const send = async (): Promise<void> => {
      if (request.length === 0) return;
      await producer.send({ topic: this.#topic, acks: -1, messages: request });
      request = [];
      bytes = 0;
    };
    for (const event of page) {
      for (const partition of this.#partitionsOf(event, last.length)) {
        const message = messageOf(event, partition, last[partition] ?? 0);
        const size = message.value?.length ?? 0;
        if (bytes + size > REQUEST_BYTES) await send();
        request.push(message);
        bytes += size;
        last[partition] = event.position;
      }
    }
    await send();
    await lease.advance(position, last);
    this.#failures = 0;
    this.#stall = undefined;
    this.#waiters.advance(position);
  }

  #partitionsOf(event: RecordedEvent, partitions: number): readonly number[] {
    if (this.#everywhere(event)) return Array.from({ length: partitions }, (_, partition) => partition);
    return [partitionOf(bucketOf(keyOf(event)), partitions)];
  }

  async #countPartitions(admin: ReturnType<ReturnType<typeof kafkaOf>['admin']>): Promise<number> {
    await admin.connect();
    try {
      const { topics } = await answered(() => admin.fetchTopicMetadata({ topics: [this.#topic] }), this.#topic);
      const partitions = topics[0]?.partitions.length ?? 0;
      checkPartitions(partitions);
      return partitions;
    } finally {
      await admin.disconnect();
    }
  }

  /** A topic that was made anew holds nothing of what the state says was sent. */
  async #checkTopicIsOfThisLog(
    admin: ReturnType<ReturnType<typeof kafkaOf>['admin']>,
    { last, position }: RelayLease,
  ): Promise<void> {
    if (position === 0) return;
    await admin.connect();
    try {
      const ends = await answered(() => admin.fetchTopicOffsets(this.#topic), this.#topic);
      const empty = ends.find(({ partition, high }) => (last[partition] ?? 0) > 0 && high === '0');
      if (empty === undefined) return;
      throw new LedgerError(
        'config',
        `Events up to position ${position} were sent to ${this.#topic}, but its partition ${empty.partition} is empty`,
        {
          hint: 'The topic was made anew: relay to a topic of another name, whose relay begins at the start of the log.',
        },
      );
    } finally {
      await admin.disconnect();
    }
  }

  async #fail(error: unknown): Promise<void> {
    const retryIn = waitAfter(this.#backoff, ++this.#failures);
    this.#tell(error, retryIn);
    await pause(retryIn, this.#abort.signal);
  }

  #tell(error: unknown, retryIn: number): void {
    this.#stall = { position: this.#waiters.reached, attempt: this.#failures, error, retryIn };
    this.#options.onStall?.(this.#stall);
  }
}

/** Begins to relay, or to wait until no other relay does. */
export const openKafkaRelay = (options: RelayOptions): Relay => new KafkaRelay(options);
