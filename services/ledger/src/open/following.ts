import type { EventFeed, FeedSubscription } from '@complaint-ledger/event-feed';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { type Projection, Projector, tallyDigest, tallyProjection } from '@complaint-ledger/reporting';
import type { Logger } from 'pino';

interface Followed {
  readonly name: string;
  start(onPosition?: (position: number) => void): Promise<FeedSubscription>;
  /** Over everything it says, whatever the order in which documents are stored. */
  digest(): Promise<string>;
}

/** Keeps the projections of reporting level with the log. */
export class Following {
  readonly #projections: ProjectionStore;
  readonly #log: Logger;
  readonly #followed: readonly Followed[];
  readonly #running = new Map<string, FeedSubscription>();

  constructor(feed: EventFeed, projections: ProjectionStore, log: Logger) {
    this.#projections = projections;
    this.#log = log;
    this.#followed = [this.#follow(feed, tallyProjection(), () => tallyDigest(projections))];
  }

  #follow<State, Update>(
    feed: EventFeed,
    projection: Projection<State, Update>,
    digest: () => Promise<string>,
  ): Followed {
    return {
      name: projection.name,
      digest,
      start: async (onPosition) => {
        const projector = new Projector(projection, this.#projections);
        await projector.position();
        return feed.run({
          name: projection.name,
          handle: async (page, through) => {
            await projector.project(page);
            onPosition?.(through);
          },
          loadCheckpoint: () => projector.position(),
          saveCheckpoint: async () => undefined,
          onStall: ({ consumer, position, attempt, error }) =>
            this.#log.error({ err: error, consumer, position, attempt }, 'a projection stands still'),
        });
      },
    };
  }

  async start(onPosition?: (position: number) => void): Promise<void> {
    for (const { name, start } of this.#followed) this.#running.set(name, await start(onPosition));
  }

  async caughtUp(position: number): Promise<void> {
    await Promise.all([...this.#running.values()].map((subscription) => subscription.caughtUp(position)));
  }

  /** Empties every projection and folds the whole log again, up to `head`. */
  async rebuild(head: number, onPosition: (position: number) => void): Promise<void> {
    await this.stop();
    for (const { name } of this.#followed) await this.#projections.drop(name);
    await this.start(onPosition);
    await this.caughtUp(head);
  }

  async digests(): Promise<ReadonlyMap<string, string>> {
    const entries = this.#followed.map(async ({ name, digest }) => [name, await digest()] as const);
    return new Map(await Promise.all(entries));
  }

  /** Events behind the log, by projection. */
  async lags(): Promise<ReadonlyMap<string, number>> {
    const entries = [...this.#running].map(async ([name, subscription]) => [name, await subscription.lag()] as const);
    return new Map(await Promise.all(entries));
  }

  /** Why a projection stands still, if one does. */
  stalled(): string | undefined {
    for (const [name, subscription] of this.#running) {
      const stall = subscription.stalled();
      if (stall !== undefined) return `${name} stands at position ${stall.position} after ${stall.attempt} attempts`;
    }
    return undefined;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((subscription) => subscription.stop()));
    this.#running.clear();
  }
}
