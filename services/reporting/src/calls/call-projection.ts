import {
  type CallSummary,
  type CallerEvent,
  type JsonValue,
  type RecordedEvent,
  parseStreamName,
} from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { Projection } from '../projections/projection.ts';
import { type CallEntry, sealedParts } from './call-entry.ts';
import { type CallFact, callFactTypes, isCallFact } from './call-fact.ts';

export const CALLS = 'calls@3';

/** What was decided of the caller of a call, beside its entry (CALL-10). */
const aboutCaller = ['NuisanceMarked', 'CallerWarned', 'BlockedCallerCalled'] as const;

type AboutCaller = Extract<CallerEvent, { type: (typeof aboutCaller)[number] }>;
type CallUpdate = (CallFact & RecordedEvent) | AboutCaller;

const isAboutCaller = (event: Pick<RecordedEvent, 'type'>): event is AboutCaller =>
  aboutCaller.some((type) => type === event.type);

/** `calls@3`: the work log of calls, kept apart from complaints (CALL-2). */
export const callProjection = (): Projection<CallEntry | null, CallUpdate> => ({
  name: CALLS,
  fields: ['at', 'agent', 'line', 'department', 'outcome', 'position', 'confidential'],
  types: [...callFactTypes, ...aboutCaller],
  updatesOf(event, emit) {
    if (isCallFact(event)) emit(parseStreamName(event.stream).id, event);
    else if (isAboutCaller(event)) emit(event.data.call, event);
  },
  initial: () => null,
  apply: (entry, event) => evolveCall(entry ?? undefined, event) ?? null,
  fieldsOf: (_, entry) => ({
    at: entry === null ? null : epochOf(entry.at),
    agent: entry?.agent ?? null,
    line: entry?.line ?? null,
    department: entry?.department ?? null,
    outcome: entry?.outcome ?? null,
    position: entry?.position ?? null,
    confidential: entry?.seenBy === undefined ? 0 : 1,
  }),
  toBody: (entry) => entry as unknown as JsonValue,
  fromBody: (body) => body as unknown as CallEntry | null,
});

/** What the pack made of it: its words for the outcome come before the source's. */
const judged = (
  summary: CallSummary | undefined,
): Partial<Pick<CallEntry, 'outcome' | 'withinRings' | 'rules' | 'missing'>> => {
  if (summary === undefined) return {};
  const { outcome, withinRings, rules, missing } = summary;
  return {
    missing,
    ...(outcome === undefined ? {} : { outcome }),
    ...(withinRings === undefined ? {} : { withinRings }),
    ...(rules === undefined ? {} : { rules }),
  };
};

/** The end of a call that nobody saw begin is no entry. */
const evolveCall = (entry: CallEntry | undefined, event: CallUpdate): CallEntry | undefined => {
  if (event.type === 'CallReceived') {
    const { group: _, person: __, level: ___, summary, ...told } = event.data;
    return {
      missing: [],
      ...told,
      ...judged(summary),
      id: parseStreamName(event.stream).id,
      source: event.source,
      at: event.occurredAt,
      position: event.position,
      sealed: sealedParts(event),
    };
  }
  if (entry === undefined) return undefined;
  if (event.type === 'NuisanceMarked') return { ...entry, nuisance: true };
  if (event.type === 'CallerWarned') return { ...entry, warned: true };
  if (event.type === 'BlockedCallerCalled') return { ...entry, blocked: true };
  const { externalId: _, summary, was: __, ...told } = event.data;
  const { rules: ___, ...before } = entry;
  return {
    ...before,
    ...told,
    ...judged(summary),
    endedAt: entry.endedAt ?? event.occurredAt,
    sealed: [...entry.sealed, ...sealedParts(event)],
  };
};
