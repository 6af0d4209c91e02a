import { type RecordedEvent, bucketOf, streamName } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { EventStore } from '@complaint-ledger/event-store';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseState } from '../cases/case-state.ts';
import { CONSUMER } from './fact-reactor.ts';
import { placeName } from './place-name.ts';

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

  async of(caseId: string, state: CaseState | undefined): Promise<readonly RecordedEvent[]> {
    const { store, projections, shared } = this.#parts;
    const next = { from: (state?.fact ?? -1) + 1 };
    const told = (
      await Promise.all(
        (['complaint', 'call'] as const).map((kind) => store.readStream(streamName(kind, caseId), next)),
      )
    ).flat();
    if (told.length === 0) return told;
    // A fact that meant nothing left no trace in the case: only the checkpoint knows that it was decided.
    const decided = await projections.checkpoint(placeName(CONSUMER, shared ? bucketOf(caseId) : undefined));
    return told.filter(({ position }) => position > decided);
  }

  /** The clock of a case, ms: no further than a fact of it that waits to be decided and may say otherwise. */
  async clock(state: CaseState, clock: number): Promise<number> {
    const waiting = await this.of(state.id, state);
    return Math.min(clock, ...waiting.map(({ recordedAt }) => epochOf(recordedAt)));
  }
}
