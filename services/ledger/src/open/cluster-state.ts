import type { LeasedFeed, Parked, ParkedBuckets } from '@complaint-ledger/event-feed';
import type { ConsumerLag, KafkaFeed, RelayPlace } from '@complaint-ledger/event-feed/kafka';
import type { KurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';

/** How one process stands among the others, for health checks and figures. LedgerErrors of whatever cannot be reached. */
export interface ClusterState {
  /** Consumers of this process to which their group has not yet given their share. */
  notJoined(): readonly string[];
  /** Messages that each consumer of this process has not handled, by partition, whoever has it. */
  lags(): Promise<readonly ConsumerLag[]>;
  /** What is parked of the consumers of this process, whoever has it. */
  parked(): Promise<readonly Parked[]>;
  /**
   * Of those that take the whole log in its order: seconds since the oldest event was recorded that they have not handled, 0 when there is
   * none. `relay`, `seal` and consumers of this process.
   */
  ages(): Promise<ReadonlyMap<string, number>>;
}

interface ClusterParts {
  readonly store: Pick<KurrentDbEventStore, 'readAll' | 'seal'>;
  readonly feed: Pick<KafkaFeed, 'consumers' | 'notJoined' | 'lags'>;
  readonly serial: Pick<LeasedFeed, 'reached'>;
  readonly place: Pick<RelayPlace, 'read'>;
  readonly parked: Pick<ParkedBuckets, 'list'>;
  readonly now: () => number;
}

export const clusterState = ({ store, feed, serial, place, parked, now }: ClusterParts): ClusterState => {
  const age = async (position: number): Promise<number> => {
    const [next] = await store.readAll({ after: position, limit: 1 });
    return next === undefined ? 0 : Math.max(0, (now() - Date.parse(next.recordedAt)) / 1_000);
  };
  return {
    notJoined: () => feed.notJoined(),
    lags: () => feed.lags(),
    async parked() {
      const mine = new Set([...feed.consumers(), ...(await serial.reached()).keys()]);
      return (await parked.list()).filter(({ consumer }) => mine.has(consumer));
    },
    async ages() {
      const [relayed, sealed, reached] = await Promise.all([place.read(), store.seal.position(), serial.reached()]);
      const places = [['relay', relayed?.position ?? 0], ['seal', sealed], ...reached] as const;
      return new Map(await Promise.all(places.map(async ([name, position]) => [name, await age(position)] as const)));
    },
  };
};
