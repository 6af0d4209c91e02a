import { type Fact, type JsonValue, type RecordedEvent, parseStreamName } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { Projection } from '../projections/projection.ts';
import { type CallEntry, sealedParts } from './call-entry.ts';

export const CALLS = 'calls@1';

type CallFact = Extract<Fact, { type: 'CallReceived' | 'CallEnded' }>;

const isCallFact = (event: RecordedEvent): event is CallFact & RecordedEvent =>
  event.type === 'CallReceived' || event.type === 'CallEnded';

/** `calls@1`: the work log of calls, kept apart from complaints (CALL-2). */
export const callProjection = (): Projection<CallEntry | null, CallFact & RecordedEvent> => ({
  name: CALLS,
  fields: ['at', 'agent', 'line', 'department', 'outcome'],
  types: ['CallReceived', 'CallEnded'],
  updatesOf(event, emit) {
    if (isCallFact(event)) emit(parseStreamName(event.stream).id, event);
  },
  initial: () => null,
  apply: (entry, event) => evolveCall(entry ?? undefined, event) ?? null,
  fieldsOf: (_, entry) => ({
    at: entry === null ? null : epochOf(entry.at),
    agent: entry?.agent ?? null,
    line: entry?.line ?? null,
    department: entry?.department ?? null,
    outcome: entry?.outcome ?? null,
  }),
  toBody: (entry) => entry as unknown as JsonValue,
  fromBody: (body) => body as unknown as CallEntry | null,
});

/** The end of a call that nobody saw begin is no entry. */
const evolveCall = (entry: CallEntry | undefined, event: CallFact & RecordedEvent): CallEntry | undefined => {
  if (event.type === 'CallReceived') {
    const { policy: _, group: __, person: ___, level: ____, ...told } = event.data;
    return {
      missing: [],
      ...told,
      id: parseStreamName(event.stream).id,
      source: event.source,
      at: event.occurredAt,
      sealed: sealedParts(event),
    };
  }
  if (entry === undefined) return undefined;
  const { externalId: _, ...told } = event.data;
  return {
    ...entry,
    ...told,
    endedAt: entry.endedAt ?? event.occurredAt,
    sealed: [...entry.sealed, ...sealedParts(event)],
  };
};
