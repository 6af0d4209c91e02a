import { type ErrorCode, LedgerError } from '@complaint-ledger/contracts';
import { inTraces } from '@complaint-ledger/telemetry';
import type { Consumer, EachBatchPayload, KafkaMessage, Message, Producer } from 'kafkajs';
import { type Backoff, DEFAULT_BACKOFF, pause, waitAfter } from '../backoff.ts';
import { answered } from './answered.ts';
import { type InboundMessage, readInbound } from './inbound-message.ts';
import { type KafkaSettings, kafkaOf } from './settings.ts';
import { noTopic, saysNoTopic } from './no-topic.ts';
import { processSpan } from './spans.ts';
import { INBOUND_TOPIC, REJECTED_TOPIC } from './topics.ts';

/** What became of a message. A rejected one goes to the topic of rejects; all others are the ledger's now. */
export type InboundAnswer =
  | { readonly status: 'accepted' | 'duplicate' | 'parked' }
  | {
      readonly status: 'rejected';
      readonly code: ErrorCode;
      /** Dotted place in the message; empty for the whole of it. */
      readonly path: string;
      readonly message: string;
      readonly hint: string;
      readonly quarantineId?: string;
    };

/**
 * Takes messages in; answers in the same order. Messages come again when it threw, or when the process ended before they were
 * committed: the same message again must be a duplicate.
 */
export type ReceiveInbound = (messages: readonly InboundMessage[]) => Promise<readonly InboundAnswer[]>;

export interface InboundOptions {
  readonly kafka: KafkaSettings;
  readonly receive: ReceiveInbound;
  /** Default `ledger.inbound.v1`. */
  readonly topic?: string;
  /** Default `ledger.inbound.rejected.v1`. */
  readonly rejectedTopic?: string;
  /** Default `ledger.intake`. */
  readonly group?: string;
  /** Most messages that are received at once; default 200. */
  readonly pageMessages?: number;
  readonly backoff?: Backoff;
  /** Milliseconds; default 30,000. */
  readonly sessionTimeout?: number;
  /** Longest wait of a fetch, ms; default 500. */
  readonly fetchWait?: number;
  /** Told of every failure; nothing is passed over. */
  readonly onStall?: (stall: InboundStall) => void;
}

export interface InboundStall {
  /** Absent when Kafka itself cannot be reached. */
  readonly partition?: number;
  /** First message that could not be received. */
  readonly offset?: string;
  /** Failures in a row. */
  readonly attempt: number;
  readonly error: unknown;
  /** Milliseconds. */
  readonly retryIn: number;
}

export interface Inbound {
  /** Resolves when it was stopped. */
  readonly done: Promise<void>;
  stalled(): InboundStall | undefined;
  /** Whether the group has ever given this process a share, which may be none. */
  joined(): boolean;
  /** Messages in the topic that were not yet received. */
  lag(): Promise<number>;
  /** The same of each partition, whoever receives it. */
  lags(): Promise<readonly InboundLag[]>;
  /** Finishes the page in hand, commits it and leaves the group. */
  stop(): Promise<void>;
}

export interface InboundLag {
  readonly partition: number;
  readonly messages: number;
}

type Rejected = Extract<InboundAnswer, { status: 'rejected' }>;
type Settings = Required<Omit<InboundOptions, 'onStall'>> & Pick<InboundOptions, 'onStall'>;

/** The message as it came, with the reason beside it: whoever sent it mends it and sends it again. */
const rejectOf = (message: KafkaMessage, answer: Rejected, from: string): Message => {
  const { code, path, message: reason, hint, quarantineId } = answer;
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      'rejected-from': from,
      'rejected-reason': JSON.stringify({ code, path, message: reason, hint, ...(quarantineId && { quarantineId }) }),
    },
  };
};

const notServed = (cause: unknown): LedgerError =>
  new LedgerError('unavailable', `Kafka does not serve the intake: ${(cause as Error).message}`, {
    cause,
    hint: 'It is tried again. Check the brokers and what this user may do.',
  });

/** One member of the intake's group: receives, tells what was rejected, then commits. */
class KafkaInbound implements Inbound {
  readonly done: Promise<void>;
  readonly #settings: Settings;
  readonly #abort = new AbortController();
  #generation = 0;
  #failures = 0;
  #stall: InboundStall | undefined;
  #joined = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.done = this.#run();
  }

  stalled(): InboundStall | undefined {
    return this.#stall;
  }

  joined(): boolean {
    return this.#joined;
  }

  async lag(): Promise<number> {
    return (await this.lags()).reduce((sum, { messages }) => sum + messages, 0);
  }

  async lags(): Promise<readonly InboundLag[]> {
    const { kafka, group, topic } = this.#settings;
    const admin = kafkaOf(kafka).admin();
    try {
      await admin.connect();
      const ends = await answered(() => admin.fetchTopicOffsets(topic), topic);
      const [committed] = await answered(() => admin.fetchOffsets({ groupId: group, topics: [topic] }));
      const next = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      return ends.map(({ partition, high, low }) => {
        const messages = Math.max(0, Number(high) - Math.max(Number(low), next.get(partition) ?? 0));
        return { partition, messages };
      });
    } finally {
      await admin.disconnect();
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.done;
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        await this.#live();
      } catch (error) {
        const { topic, rejectedTopic } = this.#settings;
        await this.#fail({ error: saysNoTopic(error) ? noTopic([topic, rejectedTopic], error) : notServed(error) });
      }
    }
  }

  /** One life of the connection. */
  async #live(): Promise<void> {
    const { kafka: connection, group, topic, sessionTimeout, fetchWait } = this.#settings;
    const kafka = kafkaOf(connection);
    const producer = kafka.producer({ allowAutoTopicCreation: false, idempotent: false, maxInFlightRequests: 1 });
    const consumer = kafka.consumer({
      groupId: group,
      sessionTimeout,
      rebalanceTimeout: sessionTimeout * 2,
      heartbeatInterval: Math.floor(sessionTimeout / 10),
      maxWaitTimeInMs: fetchWait,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6, restartOnFailure: async () => false },
    });
    const { signal } = this.#abort;
    let inHand = Promise.resolve();
    let end: () => void = () => undefined;
    let fail: (error: unknown) => void = () => undefined;
    const ended = new Promise<void>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
    ended.catch(() => undefined);
    signal.addEventListener('abort', end, { once: true });
    try {
      consumer.on(consumer.events.GROUP_JOIN, () => {
        this.#generation++;
        this.#joined = true;
        // What kept it, Kafka or a message that another may have now, is told again if it still does.
        this.#stall = undefined;
      });
      consumer.on(consumer.events.REBALANCING, () => void this.#generation++);
      consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
      await producer.connect();
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      if (signal.aborted) return;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => (inHand = this.#takeBatch(consumer, producer, payload)),
      });
      await ended;
    } finally {
      signal.removeEventListener('abort', end);
      // Before kafkajs is told to stop: from then on it commits nothing.
      await inHand.catch(() => undefined);
      this.#generation++;
      await consumer.disconnect().catch(() => undefined);
      await producer.disconnect().catch(() => undefined);
    }
  }

  /**
   * Page by page, in order, each until it is received. What kafkajs hands over after it has lost the partition
   * (tulios/kafkajs#1046) is left alone: the generation tells.
   */
  async #takeBatch(consumer: Consumer, producer: Producer, payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
    const { topic, partition } = batch;
    const generation = this.#generation;
    const mine = (): boolean =>
      isRunning() && !isStale() && generation === this.#generation && !this.#abort.signal.aborted;
    let size = this.#settings.pageMessages;
    for (let index = 0; index < batch.messages.length && mine();) {
      const page = batch.messages.slice(index, index + size);
      const [first, last] = [page[0], page.at(-1)];
      if (first === undefined || last === undefined) return;
      try {
        await this.#take(producer, page, `${topic}/${partition}`, heartbeat);
      } catch (error) {
        size = Math.ceil(page.length / 2);
        await this.#fail({ partition, offset: first.offset, error, ...(page.length > 1 && { retryIn: 0 }) });
        await heartbeat();
        continue;
      }
      this.#failures = 0;
      this.#stall = undefined;
      index += page.length;
      size = Math.min(this.#settings.pageMessages, size * 2);
      if (generation !== this.#generation) return;
      await consumer.commitOffsets([{ topic, partition, offset: String(BigInt(last.offset) + 1n) }]);
      resolveOffset(last.offset);
      await heartbeat();
    }
  }

  async #take(
    producer: Producer,
    page: readonly KafkaMessage[],
    place: string,
    heartbeat: () => Promise<void>,
  ): Promise<void> {
    // A rebalance is noticed by the heartbeat after the page.
    const beating = setInterval(() => void heartbeat().catch(() => undefined), this.#settings.sessionTimeout / 10);
    try {
      const { topic, group, receive } = this.#settings;
      const messages = page.map(readInbound);
      const carriers = messages.map((message) => (message.ok ? message.event : undefined));
      const answers = await inTraces(carriers, `process ${topic}`, processSpan(topic, group), () => receive(messages));
      const rejects = page.flatMap((message, index) => {
        const answer = answers[index];
        if (answer === undefined) throw new Error(`${page.length} messages got ${answers.length} answers`);
        return answer.status === 'rejected' ? [rejectOf(message, answer, `${place}/${message.offset}`)] : [];
      });
      if (rejects.length === 0) return;
      await producer.send({ topic: this.#settings.rejectedTopic, acks: -1, messages: rejects });
    } finally {
      clearInterval(beating);
    }
  }

  async #fail(failure: Omit<InboundStall, 'attempt' | 'retryIn'> & { readonly retryIn?: number }): Promise<void> {
    const retryIn = failure.retryIn ?? waitAfter(this.#settings.backoff, ++this.#failures);
    this.#stall = { ...failure, attempt: this.#failures, retryIn };
    this.#settings.onStall?.(this.#stall);
    await pause(Math.min(retryIn, this.#settings.sessionTimeout / 3), this.#abort.signal);
  }
}

/** Begins to take messages from the inbound topic. */
export const openKafkaInbound = (options: InboundOptions): Inbound =>
  new KafkaInbound({
    topic: INBOUND_TOPIC,
    rejectedTopic: REJECTED_TOPIC,
    group: 'ledger.intake',
    pageMessages: 200,
    backoff: DEFAULT_BACKOFF,
    sessionTimeout: 30_000,
    fetchWait: 500,
    ...options,
  });
