import type { FeedPlace, FeedHandler, PartedConsumer, Stall } from '../../event-feed.ts';
import type { ProjectionStore } from '@complaint-ledger/projection-store';

interface Entry {
  readonly position: number;
  readonly type: string;
  readonly stream: string;
}

export interface DiaryOptions {
  readonly name: string;
  readonly everywhere?: readonly string[];
  /** Called before a page is written down. */
  readonly before?: FeedHandler;
  readonly onStall?: (stall: Stall) => void;
}

const DIARY = 'diary@1';

/**
 * Writes down what it is handed, a document for each bucket, by compare-and-set together with its place: the effect that every real
 * consumer has. `pages` counts what it was handed, repetitions included.
 */
export class BucketDiary implements PartedConsumer {
  readonly name: string;
  readonly everywhere?: readonly string[];
  readonly pages: { readonly bucket: number; readonly positions: readonly number[] }[] = [];
  readonly stalls: Stall[] = [];
  readonly #store: ProjectionStore;
  readonly #options: DiaryOptions;

  private constructor(store: ProjectionStore, options: DiaryOptions) {
    this.name = options.name;
    if (options.everywhere !== undefined) this.everywhere = options.everywhere;
    this.#store = store;
    this.#options = options;
  }

  static async open(store: ProjectionStore, options: DiaryOptions): Promise<BucketDiary> {
    await store.ensure(DIARY, []);
    return new BucketDiary(store, options);
  }

  onStall(stall: Stall): void {
    this.stalls.push(stall);
    this.#options.onStall?.(stall);
  }

  open(bucket = -1): FeedPlace {
    const id = `${this.name}/${bucket}`;
    return {
      handle: async (events, through) => {
        await this.#options.before?.(events, through);
        const [found] = await this.#store.get<readonly Entry[]>(DIARY, [id]);
        const applied = found?.applied ?? 0;
        const fresh = events.filter(({ position }) => position > applied);
        this.pages.push({ bucket, positions: events.map(({ position }) => position) });
        const last = fresh.at(-1);
        if (last === undefined) return;
        const entries = fresh.map(({ position, type, stream }) => ({ position, type, stream }));
        const body = [...(found?.body ?? []), ...entries].map((entry) => ({ ...entry }));
        await this.#store.write(DIARY, [{ id, body, fields: {}, applied: last.position, replaces: applied }], {
          name: id,
          position: through,
        });
      },
      loadCheckpoint: () => this.#store.checkpoint(id),
      saveCheckpoint: async () => undefined,
    };
  }

  /** What stands in the documents of all buckets, in the order in which each bucket wrote it down. */
  async written(): Promise<ReadonlyMap<number, readonly Entry[]>> {
    const ids = Array.from({ length: 64 }, (_, bucket) => `${this.name}/${bucket}`);
    const found = await this.#store.get<readonly Entry[]>(DIARY, ids);
    return new Map(found.map(({ id, body }) => [Number(id.slice(this.name.length + 1)), body]));
  }
}
