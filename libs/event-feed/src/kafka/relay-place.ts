import { isLedgerError } from '@complaint-ledger/contracts';
import type { ProjectionStore } from '@complaint-ledger/projection-store';

/** How far a relay has come, and which of the relays may go on. */
export interface RelayState {
  /** Who relays; empty when it was given back. */
  readonly holder: string;
  /** Grows whenever the lease goes to another. */
  readonly epoch: number;
  /** Position up to which every event is in the topic. */
  readonly position: number;
  /** Position of the last event sent to each partition. */
  readonly last: readonly number[];
}

export interface VersionedRelayState extends RelayState {
  /** Tells one written state from another. */
  readonly version: number;
}

/** One durable state that relays compete for. */
export interface RelayPlace {
  /** Undefined before the first swap. LedgerErrors of the store. */
  read(): Promise<VersionedRelayState | undefined>;
  /**
   * Compare-and-set: false when the state is not of `version` any more (0: when there is one). LedgerErrors of the store; whether it was
   * written is unknown then.
   */
  swap(version: number, state: RelayState): Promise<boolean>;
}

const COLLECTION = 'relay@1';

/** Keeps the state of the relay to a topic as a document. */
export const relayPlaceIn = (store: Pick<ProjectionStore, 'ensure' | 'get' | 'write'>, topic: string): RelayPlace => {
  let ensured: Promise<void> | undefined;
  const ready = async (): Promise<void> => {
    ensured ??= store.ensure(COLLECTION, []);
    try {
      await ensured;
    } catch (error) {
      ensured = undefined;
      throw error;
    }
  };
  return {
    async read() {
      await ready();
      const [found] = await store.get<RelayState>(COLLECTION, [topic]);
      return found && { ...found.body, version: found.applied };
    },
    async swap(version, state) {
      await ready();
      const body = { ...state, last: [...state.last] };
      try {
        await store.write(COLLECTION, [{ id: topic, body, fields: {}, applied: version + 1, replaces: version }]);
        return true;
      } catch (error) {
        if (isLedgerError(error, 'conflict')) return false;
        throw error;
      }
    },
  };
};

/** Every place that is kept, by what it is of: a topic, or `<prefix>consumer:<name>` of a consumer of the whole log. LedgerErrors of the store. */
export const relayPlacesOf = async (
  store: Pick<ProjectionStore, 'ensure' | 'query'>,
): Promise<ReadonlyMap<string, RelayState>> => {
  await store.ensure(COLLECTION, []);
  return new Map((await store.query<RelayState>(COLLECTION)).map(({ id, body }) => [id, body]));
};
