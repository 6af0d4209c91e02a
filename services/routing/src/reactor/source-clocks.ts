import { type RecordedEvent, derivedId } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';

export const CLOCKS = 'source-clocks@1';

/**
 * How far each source's clock has advanced. A source that never said so is judged by the wall clock; the others no
 * further than they have come, so that importing last year's history does not fine everybody at the first row.
 */
export class SourceClocks {
  readonly #store: ProjectionStore;
  readonly #clocks = new Map<string, number>();
  readonly #applied = new Map<string, number>();
  readonly #changed = new Set<string>();

  constructor(store: ProjectionStore) {
    this.#store = store;
  }

  async open(): Promise<void> {
    await this.#store.ensure(CLOCKS, ['source']);
    for (const { body, applied } of await this.#store.query<{ source: string; to: number }>(CLOCKS)) {
      this.#clocks.set(body.source, body.to);
      this.#applied.set(body.source, applied);
    }
  }

  /** ms since the epoch; undefined when the source has no clock of its own. */
  of(source: string): number | undefined {
    return this.#clocks.get(source);
  }

  sources(): readonly string[] {
    return [...this.#clocks.keys()];
  }

  /** A clock never goes back. True when it moved. */
  advance(source: string, to: string): boolean {
    const ms = epochOf(to);
    if ((this.#clocks.get(source) ?? Number.NEGATIVE_INFINITY) >= ms) return false;
    this.#clocks.set(source, ms);
    this.#changed.add(source);
    return true;
  }

  /** Makes what changed durable together with the checkpoint of whoever reads the clocks from the log. */
  async save(checkpoint: { readonly name: string; readonly position: number }): Promise<void> {
    if (this.#changed.size === 0) return this.#store.saveCheckpoint(checkpoint.name, checkpoint.position);
    const changed = [...this.#changed];
    const writes = changed.map((source) => ({
      id: derivedId('source', source, ''),
      body: { source, to: this.#clocks.get(source) ?? 0 },
      fields: { source },
      applied: checkpoint.position,
      replaces: this.#applied.get(source) ?? 0,
    }));
    await this.#store.write(CLOCKS, writes, checkpoint);
    for (const source of changed) {
      this.#applied.set(source, checkpoint.position);
      this.#changed.delete(source);
    }
  }
}

/** The clock by which a fact's case is judged when the fact becomes known. */
export const clockOf = (clocks: SourceClocks, fact: RecordedEvent): number =>
  clocks.of(fact.source) ?? epochOf(fact.recordedAt);
