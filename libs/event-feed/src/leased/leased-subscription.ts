import { once } from 'node:events';
import { LedgerError, isLedgerError } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { type Backoff, pause, waitAfter } from '../backoff.ts';
import type { FeedConsumer, FeedSubscription, PartedConsumer, Stall } from '../event-feed.ts';
import { InProcessSubscription } from '../in-process/in-process-subscription.ts';
import { RelayLease } from '../kafka/relay-lease.ts';
import type { ParkedBuckets } from '../parked.ts';
import { endedBy } from '../refusals.ts';
import type { RelayPlace } from '../kafka/relay-place.ts';

interface LeasedOptions {
  readonly log: EventStore;
  readonly place: RelayPlace;
  readonly consumer: FeedConsumer | PartedConsumer;
  readonly holder: string;
  readonly ttl: number;
  readonly backoff: Backoff;
  readonly lookEvery: number;
  readonly watchOnly: boolean;
  readonly parkAfter: number;
  readonly parked: ParkedBuckets | undefined;
}

/** One consumer that waits for its lease, follows the log while it has it, and tells the others how far it is. */
export class LeasedSubscription implements FeedSubscription {
  readonly done: Promise<void>;
  readonly #options: LeasedOptions;
  readonly #abort = new AbortController();
  #tail: InProcessSubscription | undefined;
  #stall: Stall | undefined;
  #failures = 0;
  #ended: { readonly reason: unknown } | undefined;

  constructor(options: LeasedOptions) {
    this.#options = options;
    this.done = this.#run();
    // Whoever only waits for `caughtUp` learns of a failure there.
    this.done.catch(() => undefined);
  }

  async caughtUp(position: number): Promise<void> {
    if (position <= 0) return;
    const { place, lookEvery } = this.#options;
    for (;;) {
      if (this.#abort.signal.aborted) await this.done;
      if (this.#ended !== undefined) throw this.#ended.reason;
      if ((this.#tail?.reached ?? 0) >= position) return;
      const state = await place.read().catch(unlessClosed);
      if ((state?.position ?? 0) >= position) return;
      await pause(lookEvery, this.#abort.signal);
    }
  }

  async lag(): Promise<number> {
    const { log, place } = this.#options;
    const reached = this.#tail?.reached ?? (await place.read())?.position ?? 0;
    return Math.max(0, (await log.head()) - reached);
  }

  stalled(): Stall | undefined {
    return this.#tail?.stalled() ?? this.#stall;
  }

  has(): boolean {
    return this.#tail !== undefined;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.done.catch(() => undefined);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#abort.signal.aborted) {
        try {
          if (await (this.#options.watchOnly ? this.#watch() : this.#lead())) break;
          this.#failures = 0;
          this.#stall = undefined;
        } catch (error) {
          if (isLedgerError(error, 'closed')) break;
          if (isLedgerError(error, 'config')) throw error;
          await this.#fail(error);
        }
      }
      this.#end(new LedgerError('closed', `Consumer ${this.#options.consumer.name} was stopped`, {}));
    } catch (error) {
      this.#stall = endedBy(this.#options.consumer.name, error);
      this.#end(error);
      throw error;
    }
  }

  /** Takes no lease. */
  async #watch(): Promise<true> {
    const { signal } = this.#abort;
    if (!signal.aborted) await once(signal, 'abort');
    return true;
  }

  /** Follows the log for as long as the lease lasts; true when the log was closed. */
  async #lead(): Promise<boolean> {
    const { log, place, consumer, holder, ttl, backoff, parkAfter, parked } = this.#options;
    const signal = this.#abort.signal;
    const onStandby = (): void => void (this.#stall = undefined);
    const lease = await RelayLease.take(place, { holder, ttl, partitions: 0, signal, onStandby });
    if (lease === undefined) return false;
    this.#stall = undefined;
    const parking = parked?.place(consumer.name, undefined);
    const tail = new InProcessSubscription(log, consumer, backoff, { parkAfter, parking });
    this.#tail = tail;
    const over = new AbortController();
    const holding = this.#hold(lease, tail, AbortSignal.any([signal, over.signal]));
    try {
      return await Promise.race([tail.done.then(() => !signal.aborted), holding.then(() => false)]);
    } finally {
      over.abort();
      await tail.stop();
      await this.#publish(lease, tail.reached).catch(() => undefined);
      this.#tail = undefined;
      await lease.release();
    }
  }

  /** Tells how far the tail is until the signal, or until the lease is lost or could not be renewed in time. */
  async #hold(lease: RelayLease, tail: InProcessSubscription, signal: AbortSignal): Promise<void> {
    const { ttl, lookEvery } = this.#options;
    let told = performance.now();
    while (!signal.aborted) {
      const since = performance.now() - told;
      const { reached } = tail;
      if (reached > lease.position || since >= lease.renewEvery) {
        try {
          await this.#publish(lease, reached);
          told = performance.now();
        } catch (error) {
          if (isLedgerError(error, 'conflict') || isLedgerError(error, 'closed')) return;
          // Nobody else takes over before the lease has run out.
          if (since + lease.renewEvery >= ttl) throw error;
        }
      }
      await pause(lookEvery, signal);
    }
  }

  #publish(lease: RelayLease, reached: number): Promise<void> {
    return reached > lease.position ? lease.advance(reached, []) : lease.renew();
  }

  async #fail(error: unknown): Promise<void> {
    const { consumer, backoff } = this.#options;
    const retryIn = waitAfter(backoff, ++this.#failures);
    this.#stall = { consumer: consumer.name, position: 0, events: 0, attempt: this.#failures, error, retryIn };
    consumer.onStall?.(this.#stall);
    await pause(retryIn, this.#abort.signal);
  }

  #end(reason: unknown): void {
    this.#ended = { reason };
  }
}

const unlessClosed = (error: unknown): undefined => {
  if (isLedgerError(error, 'closed')) throw error;
  return undefined;
};
