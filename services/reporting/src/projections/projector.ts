import { isLedgerError, type JsonValue, type RecordedEvent } from '@complaint-ledger/contracts';
import type { DocumentWrite, ProjectionStore } from '@complaint-ledger/projection-store';
import { inTraces } from '@complaint-ledger/telemetry';
import type { AnyProjection, AnyProjector, Projection, ProjectorOptions } from './projection.ts';

interface Held<State, Update> {
  state: State | undefined;
  /** Log position that the stored document stands at; 0 when there is none. */
  stored: number;
  /** Log position of the last event folded into `state`. */
  applied: number;
  dirty: boolean;
  /** What came before the document was read. */
  waiting: (readonly [RecordedEvent, Update])[];
}

const ATTEMPTS = 5;

/**
 * Folds pages of the log into the documents of one projection. Each document knows the position it stands at, so that an
 * event delivered again changes nothing; each write names the version that it replaces, so that two writers cannot undo each other.
 */
export class Projector<State, Update> implements AnyProjector {
  readonly projection: Projection<State, Update>;
  readonly #store: ProjectionStore;
  /** Whether its place is kept with its documents. */
  readonly #keepsPlace: boolean;
  readonly #cached: number;
  readonly #declared: boolean;
  #fromNothing: boolean;
  readonly #held = new Map<string, Held<State, Update>>();
  #missing: [string, Held<State, Update>][] = [];
  #dirty: [string, Held<State, Update>][] = [];
  #position: number;
  /** Where to begin again when a page failed; -1: where the store says. */
  #flushed: number;

  constructor(projection: Projection<State, Update>, store: ProjectionStore, options: ProjectorOptions = {}) {
    this.projection = projection;
    this.#store = store;
    this.#keepsPlace = options.from === undefined;
    this.#position = this.#flushed = options.from ?? -1;
    this.#cached = options.cachedDocuments ?? 50_000;
    this.#declared = options.declared ?? false;
    this.#fromNothing = options.fromNothing ?? false;
  }

  async position(): Promise<number> {
    if (this.#position < 0) {
      if (!this.#declared) await this.#store.ensure(this.projection.name, this.projection.fields);
      this.#position = await this.#store.checkpoint(this.projection.name);
    }
    return this.#position;
  }

  project(page: readonly RecordedEvent[], through = 0): Promise<void> {
    return inTraces(page, `project ${this.projection.name}`, {}, () => this.#project(page, through));
  }

  async #project(page: readonly RecordedEvent[], through: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.fold(page, through);
        await this.flush();
        return;
      } catch (error) {
        this.#forget();
        if (!isLedgerError(error, 'conflict') || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async fold(page: readonly RecordedEvent[], through = 0): Promise<void> {
    const after = await this.position();
    for (const event of page) {
      if (event.position <= after) continue;
      this.projection.updatesOf(event, (id, update) => this.#take(id, update, event));
    }
    await this.#load();
    this.#position = Math.max(after, through, page.at(-1)?.position ?? 0);
  }

  get changed(): number {
    return this.#dirty.length;
  }

  async flush(): Promise<void> {
    const { name } = this.projection;
    const writes: DocumentWrite[] = [];
    for (const [id, held] of this.#dirty) {
      if (held.state === undefined) continue;
      writes.push({
        id,
        body: this.projection.toBody(held.state),
        fields: this.projection.fieldsOf(id, held.state),
        applied: held.applied,
        replaces: held.stored,
      });
    }
    const position = await this.position();
    if (this.#keepsPlace) await this.#store.write(name, writes, { name, position });
    else {
      if (writes.length > 0) await this.#store.write(name, writes);
      this.#flushed = position;
    }
    for (const [id, held] of this.#dirty) {
      held.stored = held.applied;
      held.dirty = false;
      this.#held.delete(id);
      this.#held.set(id, held);
    }
    this.#dirty = [];
    this.#evict();
  }

  #take(id: string, update: Update, event: RecordedEvent): void {
    let held = this.#held.get(id);
    if (held === undefined) {
      const state = this.#fromNothing ? this.projection.initial(id) : undefined;
      held = { state, stored: 0, applied: 0, dirty: false, waiting: [] };
      this.#held.set(id, held);
      if (state === undefined) this.#missing.push([id, held]);
    }
    if (held.state === undefined) held.waiting.push([event, update]);
    else this.#apply(id, held, update, event);
  }

  #apply(id: string, held: Held<State, Update>, update: Update, event: RecordedEvent): void {
    if (held.state === undefined || event.position <= held.stored) return;
    held.state = this.projection.apply(held.state, update, event);
    held.applied = event.position;
    if (held.dirty) return;
    held.dirty = true;
    this.#dirty.push([id, held]);
  }

  async #load(): Promise<void> {
    if (this.#missing.length === 0) return;
    const missing = this.#missing;
    this.#missing = [];
    const found = await this.#store.get<JsonValue>(
      this.projection.name,
      missing.map(([id]) => id),
    );
    const byId = new Map(found.map((document) => [document.id, document]));
    for (const [id, held] of missing) {
      const document = byId.get(id);
      held.state = document === undefined ? this.projection.initial(id) : this.projection.fromBody(document.body);
      held.stored = held.applied = document?.applied ?? 0;
      for (const [event, update] of held.waiting) this.#apply(id, held, update, event);
      held.waiting = [];
    }
  }

  /** Those go first that were written longest ago. */
  #evict(): void {
    for (const id of this.#held.keys()) {
      if (this.#held.size <= this.#cached) return;
      this.#held.delete(id);
      this.#fromNothing = false;
    }
  }

  #forget(): void {
    this.#held.clear();
    this.#missing = [];
    this.#dirty = [];
    this.#position = this.#flushed;
  }
}

export const anyProjection = <State, Update>(projection: Projection<State, Update>): AnyProjection => ({
  name: projection.name,
  fields: projection.fields,
  types: projection.types,
  projector: (store, options) => new Projector(projection, store, options),
});
