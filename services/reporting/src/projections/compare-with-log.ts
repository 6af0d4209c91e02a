import { setTimeout as delay } from 'node:timers/promises';
import type { JsonValue } from '@complaint-ledger/contracts';
import type { ProjectionStore, StoredDocument } from '@complaint-ledger/projection-store';
import { sortedJson } from './document-digest.ts';
import type { AnyProjection, AnyProjector } from './projection.ts';
import type { ReplayLog, ReplayOptions } from './replay.ts';

/** Events read at once, documents compared at once, and changed documents kept in memory before they are written. */
const PAGE = 4_000;
const DOCUMENTS = 1_000;
const CHANGED = 5_000;

/** How a projection that other processes keep compares with what the log makes of it. */
export interface Compared {
  readonly name: string;
  /** Documents that are not what the log says. */
  readonly wrong: readonly string[];
  /** Documents that were written too often to be compared. */
  readonly moving: readonly string[];
}

interface CompareOptions extends Pick<ReplayOptions, 'onProgress'> {
  readonly log: ReplayLog;
  /** What other processes keep; nothing is written. */
  readonly store: ProjectionStore;
  /** An empty store, filled from the log. */
  readonly scratch: ProjectionStore;
  readonly projections: readonly AnyProjection[];
  /** Looks at documents that other processes were still writing; default 40. */
  readonly rounds?: number;
  /** Between two of them, ms; default 250. */
  readonly waitMs?: number;
}

type Found = 'same' | 'wrong' | 'behind' | 'ahead';

const compare = (made: StoredDocument | undefined, kept: StoredDocument | undefined, upTo: number): Found => {
  if (made === undefined) return kept === undefined ? 'same' : kept.applied > upTo ? 'ahead' : 'wrong';
  if (kept === undefined || kept.applied < made.applied) return 'behind';
  if (kept.applied > made.applied) return kept.applied > upTo ? 'ahead' : 'wrong';
  return sortedJson(kept.body) === sortedJson(made.body) ? 'same' : 'wrong';
};

/** The log folded into a store of one's own, further and further. */
class Fold {
  events = 0;
  reached = 0;
  readonly #options: CompareOptions;
  readonly #projectors: readonly AnyProjector[];

  constructor(options: CompareOptions) {
    this.#options = options;
    this.#projectors = options.projections.map((projection) => projection.projector(options.scratch));
  }

  async toHead(): Promise<void> {
    const { log, onProgress } = this.#options;
    const head = await log.head();
    while (this.reached < head) {
      const page = await log.readAll({ after: this.reached, upTo: head, limit: PAGE });
      this.events += page.length;
      this.reached = page.at(-1)?.position ?? head;
      for (const projector of this.#projectors) {
        await projector.fold(page, this.reached);
        if (projector.changed >= CHANGED) await projector.flush();
      }
      onProgress?.(this.reached, head);
    }
    for (const projector of this.#projectors) await projector.flush();
  }
}

async function* idsOf(store: ProjectionStore, name: string): AsyncGenerator<readonly string[]> {
  for (let offset = 0; ; offset += DOCUMENTS) {
    const page = await store.query(name, { limit: DOCUMENTS, offset });
    if (page.length > 0) yield page.map(({ id }) => id);
    if (page.length < DOCUMENTS) return;
  }
}

class Comparison {
  readonly wrong = new Set<string>();
  /** Other processes write them: they are looked at again. */
  open = new Map<string, Found>();
  readonly #options: CompareOptions;
  readonly #name: string;

  constructor(options: CompareOptions, name: string) {
    this.#options = options;
    this.#name = name;
  }

  async all(upTo: number): Promise<void> {
    const { store, scratch } = this.#options;
    for (const each of [scratch, store]) for await (const ids of idsOf(each, this.#name)) await this.look(ids, upTo);
  }

  async look(ids: readonly string[], upTo: number): Promise<void> {
    const { store, scratch } = this.#options;
    const [kept, made] = await Promise.all(
      [store, scratch].map(async (each) => new Map((await each.get<JsonValue>(this.#name, ids)).map((d) => [d.id, d]))),
    );
    for (const id of ids) {
      const found = compare(made?.get(id), kept?.get(id), upTo);
      if (found === 'behind' || found === 'ahead') this.open.set(id, found);
      else this.open.delete(id);
      if (found === 'wrong') this.wrong.add(id);
    }
  }

  /** Who was behind for that long lacks something; who was ahead each time could not be compared. */
  end(): { readonly wrong: readonly string[]; readonly moving: readonly string[] } {
    const open = (as: Found): readonly string[] => [...this.open].flatMap(([id, found]) => (found === as ? [id] : []));
    return { wrong: [...this.wrong, ...open('behind')].toSorted(), moving: open('ahead').toSorted() };
  }
}

/**
 * Makes projections anew from the log, in a store of one's own, and compares document by document with what other processes keep
 * meanwhile: each document says how far it is. LedgerErrors of the log and the stores.
 */
export const compareWithLog = async (
  options: CompareOptions,
): Promise<{ readonly events: number; readonly compared: readonly Compared[] }> => {
  const { rounds = 40, waitMs = 250 } = options;
  for (const { name, fields } of options.projections) await options.scratch.ensure(name, fields);
  const fold = new Fold(options);
  await fold.toHead();
  const comparisons = options.projections.map(({ name }) => ({ name, comparison: new Comparison(options, name) }));
  for (const { comparison } of comparisons) await comparison.all(fold.reached);
  for (let round = 0; round < rounds; round++) {
    const open = comparisons.filter(({ comparison }) => comparison.open.size > 0);
    if (open.length === 0) break;
    await delay(waitMs);
    await fold.toHead();
    for (const { comparison } of open) {
      const ids = [...comparison.open.keys()];
      for (let from = 0; from < ids.length; from += DOCUMENTS)
        await comparison.look(ids.slice(from, from + DOCUMENTS), fold.reached);
    }
  }
  const compared = comparisons.map(({ name, comparison }) => ({ name, ...comparison.end() }));
  return { events: fold.events, compared };
};
