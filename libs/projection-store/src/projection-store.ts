import type { JsonValue } from '@complaint-ledger/contracts';

/** A stored document: `body` as of log position `applied`. */
export interface StoredDocument<Body = JsonValue> {
  readonly id: string;
  readonly body: Body;
  /** Last log position folded into the body. */
  readonly applied: number;
  /** Indexed, comparable fields for `query`. */
  readonly fields: DocumentFields;
}

/** Flat and indexed: strings and integers compare, null is "not there". */
export type DocumentFields = Readonly<Record<string, string | number | null>>;

export interface DocumentWrite<Body = JsonValue> {
  readonly id: string;
  readonly body: Body;
  readonly fields: DocumentFields;
  /** Later than `replaces`: it tells the versions of a document apart. */
  readonly applied: number;
  /** `applied` of the version this write replaces; 0 when the document must be new. */
  readonly replaces: number;
}

export interface FieldRange {
  readonly field: string;
  readonly equals?: string | number | null;
  readonly from?: string | number;
  readonly before?: string | number;
}

export interface QueryOptions {
  readonly where?: readonly FieldRange[];
  readonly orderBy?: string;
  readonly descending?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * Documents of versioned projections (`tallies@1`). A collection owns its documents; dropping it is the first half of a
 * rebuild. Errors (LedgerError): `conflict` when `replaces` is not what is stored (nothing of the batch is written on
 * engines with transactions; on others the writer reads again and folds again), `invalid-input` (a name, value or position that
 * cannot be), `storage`, `closed`.
 */
export interface ProjectionStore {
  /** Declares a collection and the fields that `query` may name. Calling it again with the same fields changes nothing. */
  ensure(collection: string, fields: readonly string[]): Promise<void>;
  get<Body>(collection: string, ids: readonly string[]): Promise<readonly StoredDocument<Body>[]>;
  query<Body>(collection: string, options?: QueryOptions): Promise<readonly StoredDocument<Body>[]>;
  count(collection: string, where?: readonly FieldRange[]): Promise<number>;
  /** Compare-and-set of each document; with the checkpoint in the same transaction where the engine has them. */
  write(
    collection: string,
    writes: readonly DocumentWrite[],
    checkpoint?: { readonly name: string; readonly position: number },
  ): Promise<void>;
  checkpoint(name: string): Promise<number>;
  saveCheckpoint(name: string, position: number): Promise<void>;
  /** Removes the collection's documents and the checkpoint of that name. */
  drop(collection: string): Promise<void>;
  close(): Promise<void>;
}
