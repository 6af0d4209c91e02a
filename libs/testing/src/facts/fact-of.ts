import {
  type Actor,
  type Fact,
  type FactData,
  type FactType,
  callIdOf,
  complaintIdOf,
  derivedId,
  inboundMessages,
  streamName,
} from '@complaint-ledger/contracts';

/** Where a fact stands and when the ledger learnt it. */
export interface FactPlace {
  /** When it happened; RFC 3339. */
  readonly at: string;
  /** When the ledger learnt it; default the moment it happened. */
  readonly recordedAt?: string;
  /** Default `crm://test`. */
  readonly source?: string;
  /** Place in the stream of its matter; default 0. */
  readonly revision?: number;
  readonly position?: number;
  readonly actor?: Actor;
}

const streams = new Map(Object.values(inboundMessages).map(({ fact, stream }) => [fact, stream]));

const streamOf = (type: FactType, source: string, externalId: string): string => {
  const stream = streams.get(type) ?? 'complaint';
  return streamName(stream, stream === 'call' ? callIdOf(source, externalId) : complaintIdOf(source, externalId));
};

/** A fact as the log would hold it. Its id follows from what it says, so the same fact made twice is the same fact. */
export const factOf = <T extends FactType>(
  type: T,
  data: FactData[T],
  { at, recordedAt = at, source = 'crm://test', revision = 0, position = revision + 1, actor }: FactPlace,
): Extract<Fact, { type: T }> => {
  const externalId = 'externalId' in data ? data.externalId : 'clock';
  return {
    id: derivedId('fact', source, `${externalId} ${revision} ${type} ${at}`),
    type,
    schemaVersion: 1,
    stream: streamOf(type, source, externalId),
    revision,
    position,
    occurredAt: at,
    recordedAt,
    actor: actor ?? { kind: 'crm', id: source },
    source,
    data,
  } as unknown as Extract<Fact, { type: T }>;
};

type Told<T extends FactType> = Omit<FactData[T], 'externalId' | 'policy' | 'complainant' | 'caller' | 'missing'> &
  Partial<FactData[T]>;

const person = derivedId('person', 'test', 'customer');
const defaults = { policy: 'standard', complainant: person, caller: person, missing: [] };
const opening = new Set<FactType>(['ComplaintFiled', 'CallReceived']);

/** Facts of one matter, each at the next revision of its stream; what every fact of the kind needs is filled in. */
export const factsOf = (
  externalId: string,
  place: { readonly source?: string; readonly policy?: string } = {},
): (<T extends FactType>(type: T, at: string, data: Told<T>, recordedAt?: string) => Extract<Fact, { type: T }>) => {
  const { source, policy = defaults.policy } = place;
  let revision = 0;
  return <T extends FactType>(type: T, at: string, data: Told<T>, recordedAt = at) => {
    const filled = { externalId, ...(opening.has(type) ? { ...defaults, policy } : {}), ...data };
    return factOf(type, filled as unknown as FactData[T], {
      at,
      recordedAt,
      revision: revision++,
      ...(source === undefined ? {} : { source }),
    });
  };
};
