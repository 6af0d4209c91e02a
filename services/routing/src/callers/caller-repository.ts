import { type CallerEvent, type NewCallerEvent, isLedgerError, streamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { type CallerState, evolveCaller, unknownCaller } from './caller-state.ts';

/** Callers by the vault id of the person: their streams, folded, and appended to at the revision that was decided on. */
export class CallerRepository {
  readonly #store: EventStore;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(store: EventStore) {
    this.#store = store;
  }

  async events(person: string): Promise<readonly CallerEvent[]> {
    return (await this.#store.readStream(streamName('caller', person))) as unknown as readonly CallerEvent[];
  }

  /** Decisions on one caller follow one another; when another process got in between, it is decided again. */
  execute(
    person: string,
    decide: (
      state: CallerState,
      events: readonly CallerEvent[],
    ) => readonly NewCallerEvent[] | Promise<readonly NewCallerEvent[]>,
  ): Promise<number> {
    const before = this.#queues.get(person) ?? Promise.resolve();
    const mine = before.then(() => this.#attempt(person, decide));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(person, settled);
    void settled.then(() => {
      if (this.#queues.get(person) === settled) this.#queues.delete(person);
    });
    return mine;
  }

  async #attempt(person: string, decide: Parameters<CallerRepository['execute']>[1]): Promise<number> {
    for (;;) {
      const known = await this.events(person);
      const state = known.reduce(evolveCaller, unknownCaller);
      const events = await decide(state, known);
      if (events.length === 0) return known.at(-1)?.position ?? 0;
      try {
        const expected = known.at(-1)?.revision ?? 'no-stream';
        const { position } = await this.#store.append(streamName('caller', person), expected, events);
        return position;
      } catch (error) {
        if (!isLedgerError(error, 'wrong-revision') && !isLedgerError(error, 'stream-exists')) throw error;
      }
    }
  }
}
