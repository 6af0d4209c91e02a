import Type, { type Static, type TProperties } from 'typebox';
import type { NewEvent, RecordedEvent } from '../envelope.ts';

const Time = Type.String({ format: 'date-time' });
const Opt = Type.Optional;

const event = <P extends TProperties>(summary: string, properties: P) =>
  Type.Object(
    { policy: Type.String({ description: 'pack that it was decided by' }), ...properties },
    { description: summary },
  );

const by = { by: Opt(Type.String()) };
const call = { call: Type.String({ description: 'ledger id of the call' }) };

/** What is decided about a person who calls, in the stream `caller-<vault id of the person>` (CALL-10). */
export const callerEvents = {
  NuisanceMarked: event('One of their calls is a nuisance, as its source told or somebody marked it.', {
    ...call,
    /** When the call came, and by which line and source. */
    at: Time,
    callSource: Type.String(),
    line: Opt(Type.String()),
    queue: Opt(Type.String({ description: 'queue of their own that it belongs in' })),
    ...by,
  }),
  CallerWarned: event('Warned, automatically, after too many nuisance calls in too short a time.', {
    ...call,
    policyVersion: Type.Integer(),
    calls: Type.Integer({ description: 'how many there were' }),
    within: Type.String({ description: 'in which time, as the pack says it' }),
  }),
  CallerBlocked: event('Their calls are not to be taken until then; the reason is sealed.', { until: Time, ...by }),
  CallerUnblocked: event('Their calls are taken again before the block would have ended.', { ...by }),
  BlockedCallerCalled: event('They called although they were blocked: the call is logged all the same.', {
    ...call,
    until: Time,
  }),
  CallerCommandRefused: event('A request that a rule forbids; nothing else changed.', {
    command: Type.String(),
    rule: Type.String(),
    reason: Type.String(),
    ...by,
  }),
} as const;

export type CallerEventType = keyof typeof callerEvents;
export type CallerEventData = { readonly [T in CallerEventType]: Static<(typeof callerEvents)[T]> };
export type NewCallerEvent = { [T in CallerEventType]: NewEvent<T, CallerEventData[T]> }[CallerEventType];
export type CallerEvent = { [T in CallerEventType]: RecordedEvent<T, CallerEventData[T]> }[CallerEventType];
export const callerEventTypes = Object.keys(callerEvents) as readonly CallerEventType[];
export const isCallerEventType = (type: string): type is CallerEventType => Object.hasOwn(callerEvents, type);
