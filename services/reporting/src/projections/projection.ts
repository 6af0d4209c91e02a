import type { JsonValue, RecordedEvent } from '@complaint-ledger/contracts';
import type { DocumentFields } from '@complaint-ledger/projection-store';

/** How events become documents: pure, without a clock, a store or an effect. A change of meaning is a new version. */
export interface Projection<State, Update> {
  /** `tallies@1`: collection and checkpoint. */
  readonly name: string;
  /** Indexed fields of its documents. */
  readonly fields: readonly string[];
  /** Types of the events it looks at. */
  readonly types: readonly string[];
  /** Which documents the event touches, and how; decided from the event alone. */
  updatesOf(event: RecordedEvent, emit: (documentId: string, update: Update) => void): void;
  /** A document that nothing has touched. */
  initial(documentId: string): State;
  /** The state after the update; it may be the same object, changed. */
  apply(state: State, update: Update, event: RecordedEvent): State;
  fieldsOf(documentId: string, state: State): DocumentFields;
  toBody(state: State): JsonValue;
  fromBody(body: JsonValue): State;
}
