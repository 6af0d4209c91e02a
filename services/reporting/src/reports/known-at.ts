import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { AnyProjection } from '../projections/projection.ts';
import { rebuild } from '../projections/rebuild.ts';
import type { ReplayLog, ReplayOptions } from '../projections/replay.ts';

export interface KnownAtOptions {
  readonly log: ReplayLog;
  /** An empty store that is thrown away. */
  readonly scratch: () => ProjectionStore;
  readonly projections: readonly AnyProjection[];
}

interface Past {
  readonly position: number;
  readonly store: Promise<ProjectionStore>;
  users: number;
}

/** The projections as they stood at earlier positions, replayed from the log into memory. The last one asked for is kept. */
export class KnownAt {
  readonly #options: KnownAtOptions;
  #kept: Past | undefined;

  constructor(options: KnownAtOptions) {
    this.#options = options;
  }

  async use<T>(
    position: number,
    read: (store: ProjectionStore) => Promise<T>,
    onProgress?: ReplayOptions['onProgress'],
  ): Promise<T> {
    const past = this.#past(position, onProgress);
    past.users += 1;
    try {
      return await read(await past.store);
    } finally {
      past.users -= 1;
      if (past !== this.#kept && past.users === 0) await closed(past);
    }
  }

  async close(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined && kept.users === 0) await closed(kept);
  }

  #past(position: number, onProgress: ReplayOptions['onProgress']): Past {
    const kept = this.#kept;
    if (kept?.position === position) return kept;
    const past: Past = { position, store: this.#replay(position, onProgress), users: 0 };
    past.store.catch(() => {
      if (this.#kept === past) this.#kept = undefined;
    });
    this.#kept = past;
    if (kept !== undefined && kept.users === 0) void closed(kept);
    return past;
  }

  async #replay(upTo: number, onProgress: ReplayOptions['onProgress']): Promise<ProjectionStore> {
    const store = this.#options.scratch();
    await rebuild(this.#options.log, store, this.#options.projections, { upTo, ...(onProgress && { onProgress }) });
    return store;
  }
}

const closed = async ({ store }: Past): Promise<void> => {
  await store.then(
    (open) => open.close(),
    () => undefined,
  );
};
