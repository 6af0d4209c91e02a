import type { JsonValue, RecordedEvent } from '@complaint-ledger/contracts';
import type { DocumentFields, ProjectionStore } from '@complaint-ledger/projection-store';

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

/** A projection whose states are nobody else's business. */
export interface AnyProjection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly types: readonly string[];
  projector(store: ProjectionStore, options?: ProjectorOptions): AnyProjector;
}

export interface ProjectorOptions {
  /** Documents kept in memory between pages. */
  readonly cachedDocuments?: number;
  /** True when the collection was just emptied and nobody else writes it: then nothing is read. */
  readonly fromNothing?: boolean;
  /** Where it begins, when whoever feeds it keeps its place; default the checkpoint of the projection's name. */
  readonly from?: number;
  /** True when the collection is declared already: with one projector for each bucket it costs to say it again. */
  readonly declared?: boolean;
}

export interface AnyProjector {
  /** Log position up to which everything is folded. */
  position(): Promise<number>;
  /**
   * Folds a page and writes it with its position; a repeated page changes nothing. `through`: how far the page looked, when that
   * is further than its last event. LedgerErrors of the store.
   */
  project(page: readonly RecordedEvent[], through?: number): Promise<void>;
  /** Folds a page in memory; `flush` writes it. */
  fold(page: readonly RecordedEvent[], through?: number): Promise<void>;
  /** Documents changed since they were last written. */
  readonly changed: number;
  /** Writes every changed document and the position, together. */
  flush(): Promise<void>;
}
