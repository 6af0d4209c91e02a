import { isLedgerError, type RecordedEvent, derivedId } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { ProjectionStore, StoredDocument } from '@complaint-ledger/projection-store';

export const CLOCKS = 'source-clocks@1';
/** The same where several processes share the log: each bucket has come its own way. */
export const BUCKET_CLOCKS = 'source-clocks-of-bucket@1';

interface KeptClock {
  readonly source: string;
  /** ms since the epoch. */
  readonly to: number;
}

const clockId = (source: string, bucket: number | undefined): string =>
  derivedId('source', source, bucket === undefined ? '' : String(bucket));

export const ensureBucketClocks = (store: ProjectionStore): Promise<void> =>
  store.ensure(BUCKET_CLOCKS, ['source', 'bucket']);

/** How far that source's clock is known to have come in that bucket: every fact of the bucket before is decided. */
export const keptClock = async (
  store: ProjectionStore,
  bucket: number,
  source: string,
): Promise<number | undefined> => {
  const [found] = await store.get<KeptClock>(BUCKET_CLOCKS, [clockId(source, bucket)]);
  return found?.body.to;
};

/** The clocks of all buckets. */
export const keptClocks = async (store: ProjectionStore): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> => {
  const clocks = new Map<number, Map<string, number>>();
  for (const { body, fields } of await store.query<KeptClock>(BUCKET_CLOCKS)) {
    const bucket = Number(fields['bucket']);
    const known = clocks.get(bucket) ?? new Map<string, number>();
    clocks.set(bucket, known.set(body.source, body.to));
  }
  return clocks;
};

/**
 * How far each source's clock has advanced. A source that never said so is judged by the wall clock; the others no
 * further than they have come, so that importing last year's history does not fine everybody at the first row.
 */
export class SourceClocks {
  readonly #store: ProjectionStore;
  readonly #bucket: number | undefined;
  /** As far as every fact before is decided: whoever sweeps or commands never runs ahead of the facts. */
  readonly #clocks = new Map<string, number>();
  readonly #applied = new Map<string, number>();
  readonly #changed = new Set<string>();

  /** Of one bucket, or of the whole log. */
  constructor(store: ProjectionStore, bucket?: number) {
    this.#store = store;
    this.#bucket = bucket;
  }

  async open(): Promise<void> {
    for (const { body, applied } of await this.#kept()) {
      this.#clocks.set(body.source, body.to);
      this.#applied.set(body.source, applied);
    }
  }

  async #kept(): Promise<readonly StoredDocument<KeptClock>[]> {
    if (this.#bucket === undefined) {
      await this.#store.ensure(CLOCKS, ['source']);
      return this.#store.query(CLOCKS);
    }
    return this.#store.query(BUCKET_CLOCKS, { where: [{ field: 'bucket', equals: this.#bucket }] });
  }

  /** ms since the epoch; undefined when the source has no clock of its own. */
  of(source: string): number | undefined {
    return this.#clocks.get(source);
  }

  all(): ReadonlyMap<string, number> {
    return this.#clocks;
  }

  /** What a page of the log says of the clocks; nobody else knows of it before it is taken over. */
  page(): PageClocks {
    return new PageClocks(this);
  }

  /** Takes over what a page said, when every fact of it is decided. True when a clock moved. */
  take(page: PageClocks): boolean {
    for (const [source, ms] of page.moved) {
      this.#clocks.set(source, ms);
      this.#changed.add(source);
    }
    return page.moved.size > 0;
  }

  /** Makes what changed durable together with the checkpoint of whoever reads the clocks from the log. */
  async save(checkpoint: { readonly name: string; readonly position: number }): Promise<void> {
    if (this.#changed.size === 0) return this.#store.saveCheckpoint(checkpoint.name, checkpoint.position);
    const changed = [...this.#changed];
    const writes = changed.map((source) => ({
      id: clockId(source, this.#bucket),
      body: { source, to: this.#clocks.get(source) ?? 0 },
      fields: this.#bucket === undefined ? { source } : { source, bucket: this.#bucket },
      applied: Math.max(checkpoint.position, (this.#applied.get(source) ?? 0) + 1),
      replaces: this.#applied.get(source) ?? 0,
    }));
    try {
      await this.#store.write(this.#bucket === undefined ? CLOCKS : BUCKET_CLOCKS, writes, checkpoint);
    } catch (error) {
      // Another process had the bucket in between: what it kept is read, and the save is tried again upon that.
      if (isLedgerError(error, 'conflict')) await this.#catchUp();
      throw error;
    }
    for (const { body, applied } of writes) {
      this.#applied.set(body.source, applied);
      this.#changed.delete(body.source);
    }
  }

  /** A clock never goes back: of what is kept and what this process knows the later counts. */
  async #catchUp(): Promise<void> {
    for (const { body, applied } of await this.#kept()) {
      this.#applied.set(body.source, applied);
      if (body.to < (this.#clocks.get(body.source) ?? Number.NEGATIVE_INFINITY)) continue;
      this.#clocks.set(body.source, body.to);
      this.#changed.delete(body.source);
    }
  }
}

/** The clocks as the facts of one page meet them, one after the other. A page that fails leaves no trace of it. */
export class PageClocks {
  readonly moved = new Map<string, number>();
  readonly #before: SourceClocks;

  constructor(before: SourceClocks) {
    this.#before = before;
  }

  /** A clock never goes back. */
  advance(source: string, to: string): void {
    const ms = epochOf(to);
    if ((this.#of(source) ?? Number.NEGATIVE_INFINITY) < ms) this.moved.set(source, ms);
  }

  /** The clock by which a fact's case is judged when the fact becomes known. */
  at(fact: RecordedEvent): number {
    return this.#of(fact.source) ?? epochOf(fact.recordedAt);
  }

  #of(source: string): number | undefined {
    return this.moved.get(source) ?? this.#before.of(source);
  }
}
