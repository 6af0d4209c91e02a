import { type CaseEvent, isLedgerError, streamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import type { CaseState } from './case-state.ts';
import { type AnyCaseEvent, evolve } from './evolve.ts';

/** What to append to a case and the state it leaves. */
export interface Outcome {
  readonly events: readonly AnyCaseEvent[];
  readonly state: CaseState;
}

export interface CaseRepositoryOptions {
  /** Cases kept in memory; default 4,000. */
  readonly capacity?: number;
  readonly shared?: boolean;
}

/** Whether an append was refused because the case is not where it was thought to be. */
const isBehind = (error: unknown): boolean =>
  isLedgerError(error, 'wrong-revision') || isLedgerError(error, 'stream-exists');

export type Decide = (state: CaseState | undefined) => Outcome | undefined | Promise<Outcome | undefined>;

/**
 * Loads cases by folding their streams and appends decisions at the revision they were made on. Decisions on one case
 * follow one another; when another process got in between, the case is read and decided again.
 */
export class CaseRepository {
  readonly #store: EventStore;
  readonly #capacity: number;
  readonly #shared: boolean;
  readonly #cache = new Map<string, CaseState>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** `shared`: other processes write cases, too, so that what is in memory is only where reading goes on. */
  constructor(store: EventStore, { capacity = 4_000, shared = false }: CaseRepositoryOptions = {}) {
    this.#store = store;
    this.#capacity = capacity;
    this.#shared = shared;
  }

  async load(caseId: string): Promise<CaseState | undefined> {
    const cached = this.#cache.get(caseId);
    if (cached !== undefined && !this.#shared) return cached;
    const from = cached === undefined ? {} : { from: cached.revision };
    const events = (await this.#store.readStream(streamName('case', caseId), from)) as readonly CaseEvent[];
    let state = cached;
    for (const event of events) state = evolve(state, event, caseId);
    if (state !== undefined && state !== cached) this.#remember(state);
    return state;
  }

  /** Decides and appends; answers the outcome, `undefined` when there was nothing to record. */
  execute(caseId: string, decide: Decide): Promise<(Outcome & { readonly position: number }) | undefined> {
    const before = this.#queues.get(caseId) ?? Promise.resolve();
    const mine = before.then(() => this.#attempt(caseId, decide));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(caseId, settled);
    void settled.then(() => {
      if (this.#queues.get(caseId) === settled) this.#queues.delete(caseId);
    });
    return mine;
  }

  /**
   * On the state in memory first: an append names the revision that it was decided on, so that a state which another process has
   * gone beyond decides nothing. What would not be appended, or was refused, is decided on what the log says now; so is what another
   * process has recorded already, for it may have recorded more.
   */
  async #attempt(caseId: string, decide: Decide): Promise<(Outcome & { readonly position: number }) | undefined> {
    const remembered = this.#cache.get(caseId);
    let state = remembered ?? (await this.load(caseId));
    let isRead = remembered === undefined || !this.#shared;
    for (;;) {
      let outcome: Outcome | undefined;
      let failure: { readonly error: unknown } | undefined;
      try {
        outcome = await decide(state);
      } catch (error) {
        failure = { error };
      }
      if (outcome === undefined || outcome.events.length === 0) {
        if (!isRead) {
          const decidedOn = state;
          state = await this.load(caseId);
          isRead = true;
          if (state !== decidedOn) continue;
        }
        if (failure !== undefined) throw failure.error;
        if (outcome !== undefined) this.#remember(outcome.state);
        return undefined;
      }
      try {
        const { position, revision } = await this.#store.append(
          streamName('case', caseId),
          state === undefined ? 'no-stream' : state.revision - 1,
          outcome.events,
        );
        if (revision === outcome.state.revision - 1) {
          this.#remember(outcome.state);
          return { ...outcome, position };
        }
      } catch (error) {
        if (!isBehind(error) && (isRead || !isLedgerError(error, 'conflict'))) {
          this.#cache.delete(caseId);
          throw error;
        }
      }
      this.#cache.delete(caseId);
      state = await this.load(caseId);
      isRead = true;
    }
  }

  #remember(state: CaseState): void {
    this.#cache.delete(state.id);
    this.#cache.set(state.id, state);
    if (this.#cache.size > this.#capacity) {
      const [oldest] = this.#cache.keys();
      if (oldest !== undefined) this.#cache.delete(oldest);
    }
  }
}
