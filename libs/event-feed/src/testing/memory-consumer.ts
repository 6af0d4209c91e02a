import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { FeedHandler, PartedConsumer, Stall } from '../event-feed.ts';

/** A consumer that remembers what happened to it. */
export interface MemoryConsumer extends PartedConsumer {
  /** Positions of the pages that were handled to the end. */
  readonly handled: number[];
  readonly throughs: number[];
  readonly saved: number[];
  readonly stalls: Stall[];
  /** Checkpoint saved last, of any bucket. */
  reached(): number;
  /** Resolves when a stall fits, also one of before. */
  stalledWith(fits: (stall: Stall) => boolean): Promise<Stall>;
}

export interface MemoryConsumerOptions {
  readonly name?: string;
  readonly types?: readonly string[];
  readonly everywhere?: readonly string[];
  /** Checkpoint to start from. */
  readonly from?: number;
  /** Called before a page counts as handled. */
  readonly before?: FeedHandler;
  readonly load?: () => Promise<number>;
  readonly save?: (position: number) => Promise<void>;
}

export const memoryConsumer = (options: MemoryConsumerOptions = {}): MemoryConsumer => {
  const { name = 'memory', types, everywhere, from = 0, before, load, save } = options;
  const places = new Map<number | undefined, number>();
  const handled: number[] = [];
  const throughs: number[] = [];
  const saved: number[] = [];
  const stalls: Stall[] = [];
  const waiting: { fits: (stall: Stall) => boolean; resolve: (stall: Stall) => void }[] = [];
  return {
    name,
    ...(types && { types }),
    ...(everywhere && { everywhere }),
    handled,
    throughs,
    saved,
    stalls,
    reached: () => saved.at(-1) ?? from,
    open: (bucket) => ({
      async handle(events: readonly RecordedEvent[], through: number) {
        await before?.(events, through);
        for (const { position } of events) handled.push(position);
        throughs.push(through);
      },
      async loadCheckpoint() {
        return load === undefined ? (places.get(bucket) ?? from) : await load();
      },
      async saveCheckpoint(position) {
        await save?.(position);
        saved.push(position);
        places.set(bucket, position);
      },
    }),
    onStall(stall) {
      stalls.push(stall);
      for (const { fits, resolve } of waiting) if (fits(stall)) resolve(stall);
    },
    stalledWith(fits) {
      const known = stalls.find(fits);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve) => waiting.push({ fits, resolve }));
    },
  };
};
