import { type RecordedEvent, bucketOf, streamName } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { EventStore } from '@complaint-ledger/event-store';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseState } from '../cases/case-state.ts';
import { CONSUMER } from './fact-reactor.ts';
import { placeName } from './place-name.ts';
import { keptClock } from './source-clocks.ts';

interface WaitingParts {
  readonly store: EventStore;
  readonly projections: ProjectionStore;
  /** Whether every bucket has a checkpoint of its own. */
  readonly shared: boolean;
}

/** Facts of a case that are in the log and not yet decided, by whichever process it is that will. */
export class WaitingFacts {
  readonly #parts: WaitingParts;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  /** Facts of which no checkpoint says that they are decided, and with them the clocks that stood before them in the log. */
  async of(caseId: string, state: CaseState | undefined): Promise<readonly RecordedEvent[]> {
    const { store, projections, shared } = this.#parts;
    // The last decided one is asked about, too, and one that meant nothing left no trace in the case: only the checkpoint knows.
    const last = { from: Math.max(0, state?.fact ?? 0) };
    const told = (
      await Promise.all(
        (['complaint', 'call'] as const).map((kind) => store.readStream(streamName(kind, caseId), last)),
      )
    ).flat();
    if (told.length === 0) return told;
    const decided = await projections.checkpoint(placeName(CONSUMER, shared ? bucketOf(caseId) : undefined));
    return told.filter(({ position }) => position > decided);
  }

  /** The wall clock for a case, ms: no further than a fact of it that waits to be decided and may say otherwise. */
  async wallClock(state: CaseState, now: number): Promise<number> {
    const waiting = (await this.of(state.id, state)).filter(({ revision }) => revision > state.fact);
    return Math.min(now, ...waiting.map(({ recordedAt }) => epochOf(recordedAt)));
  }

  /**
   * How far a sweep may judge a case that was found due at `clock`, ms: not at all while a fact of it waits, no further than its source's
   * clock, which is known wherever the checkpoint of the bucket is.
   */
  async sweptTo(state: CaseState, clock: number): Promise<number> {
    if ((await this.of(state.id, state)).length > 0) return Number.NEGATIVE_INFINITY;
    const told = await keptClock(this.#parts.projections, bucketOf(state.id), state.source);
    return told === undefined ? clock : Math.min(told, clock);
  }
}
