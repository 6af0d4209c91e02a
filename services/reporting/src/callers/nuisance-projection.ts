import {
  type CallerEvent,
  type JsonValue,
  type RecordedEvent,
  callerEventTypes,
  isCallerEventType,
  parseStreamName,
} from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { Projection } from '../projections/projection.ts';
import { type NuisanceCaller, evolveNuisanceCaller } from './nuisance-caller.ts';

export const NUISANCE = 'nuisance@1';

const isCallerEvent = (event: RecordedEvent): event is CallerEvent & RecordedEvent => isCallerEventType(event.type);

/** `nuisance@1`: who makes nuisance calls, by the vault id of the person (CALL-10). */
export const nuisanceProjection = (): Projection<NuisanceCaller, CallerEvent> => ({
  name: NUISANCE,
  fields: ['calls', 'lastCallAt'],
  types: callerEventTypes,
  updatesOf(event, emit) {
    if (isCallerEvent(event)) emit(parseStreamName(event.stream).id, event);
  },
  initial: (person) => ({ person, calls: [], callsWhileBlocked: 0 }),
  apply: evolveNuisanceCaller,
  fieldsOf: (_, { calls }) => ({
    calls: calls.length,
    lastCallAt: calls.length === 0 ? null : Math.max(...calls.map(({ at }) => epochOf(at))),
  }),
  toBody: (caller) => caller as unknown as JsonValue,
  fromBody: (body) => body as unknown as NuisanceCaller,
});
