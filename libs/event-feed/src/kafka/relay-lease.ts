import { LedgerError } from '@complaint-ledger/contracts';
import { pause } from '../backoff.ts';
import type { RelayPlace, RelayState, VersionedRelayState } from './relay-place.ts';

/** The lease went to another relay: LedgerError `conflict`. */
const lost = (holder: string): LedgerError =>
  new LedgerError('conflict', `The lease of relay ${holder} has gone to another`, {
    hint: 'Nothing is lost: the other goes on from the checkpoint.',
  });

/** Longest time between two looks whether the lease is free. */
const LOOK_MS = 1_000;

/**
 * The right to relay. Whoever holds it writes the state now and then; who waits takes it over when nothing was written for
 * `ttl` by the own clock: clocks of different machines need not agree.
 */
export class RelayLease {
  readonly #place: RelayPlace;
  readonly #holder: string;
  readonly #ttl: number;
  #state: VersionedRelayState | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(place: RelayPlace, holder: string, ttl: number) {
    this.#place = place;
    this.#holder = holder;
    this.#ttl = ttl;
  }

  /** Waits for the lease; undefined when stopped before. LedgerErrors of the store. */
  static async take(
    place: RelayPlace,
    { holder, ttl, partitions, signal, onStandby }: TakeOptions,
  ): Promise<RelayLease | undefined> {
    const lease = new RelayLease(place, holder, ttl);
    let seen = 0;
    let since = performance.now();
    while (!signal.aborted) {
      const state = await place.read();
      const version = state?.version ?? 0;
      if (version !== seen) {
        seen = version;
        since = performance.now();
      }
      const free = state === undefined || state.holder === '' || performance.now() - since >= ttl;
      if (free && (await lease.#takeOver(state, partitions))) return lease;
      if (!free) onStandby?.();
      await pause(Math.min(LOOK_MS, Math.max(1, Math.ceil(ttl / 10))), signal);
    }
    return undefined;
  }

  get position(): number {
    return this.#state?.position ?? 0;
  }

  get last(): readonly number[] {
    return this.#state?.last ?? [];
  }

  get epoch(): number {
    return this.#state?.epoch ?? 0;
  }

  /** How often `renew` is to be called, ms. */
  get renewEvery(): number {
    return Math.max(1, Math.floor(this.#ttl / 3));
  }

  /** Moves the checkpoint. LedgerError `conflict` when the lease was lost; errors of the store. */
  advance(position: number, last: readonly number[]): Promise<void> {
    return this.#write((state) => ({ ...state, position, last }));
  }

  /** Says that the holder lives. The same errors. */
  renew(): Promise<void> {
    return this.#write((state) => state);
  }

  /** Gives the lease back, so that nobody need wait for its end. */
  async release(): Promise<void> {
    await this.#write((state) => ({ ...state, holder: '' })).catch(() => undefined);
  }

  async #takeOver(found: VersionedRelayState | undefined, partitions: number): Promise<boolean> {
    if (found !== undefined && found.last.length !== partitions) {
      throw new LedgerError(
        'config',
        `The topic has ${partitions} partitions, but was relayed to with ${found.last.length}`,
        {
          hint: 'The number of partitions must not change: relay to a new topic instead.',
        },
      );
    }
    const state: RelayState = {
      holder: this.#holder,
      epoch: (found?.epoch ?? 0) + 1,
      position: found?.position ?? 0,
      last: found?.last ?? Array.from({ length: partitions }, () => 0),
    };
    const version = found?.version ?? 0;
    if (!(await this.#place.swap(version, state))) return false;
    this.#state = { ...state, version: version + 1 };
    return true;
  }

  /** One write after the other: the holder must not lose against itself. */
  #write(change: (state: RelayState) => RelayState): Promise<void> {
    const turn = this.#turn.then(() => this.#swap(change));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #swap(change: (state: RelayState) => RelayState): Promise<void> {
    const state = this.#state;
    if (state === undefined) throw lost(this.#holder);
    const { version, ...current } = state;
    const next = change(current);
    if (await this.#place.swap(version, next)) {
      this.#state = { ...next, version: version + 1 };
      return;
    }
    // An earlier write of which nobody knew whether it was done may have been this holder's own.
    const found = await this.#place.read();
    if (found?.holder !== this.#holder || found.epoch !== state.epoch) {
      this.#state = undefined;
      throw lost(this.#holder);
    }
    this.#state = found;
    if (!(await this.#place.swap(found.version, next))) throw lost(this.#holder);
    this.#state = { ...next, version: found.version + 1 };
  }
}

interface TakeOptions {
  readonly holder: string;
  /** Milliseconds. */
  readonly ttl: number;
  readonly partitions: number;
  readonly signal: AbortSignal;
  /** Called after every look that found another at work. */
  readonly onStandby?: () => void;
}
