import {
  type Actor,
  type JsonObject,
  type JsonValue,
  LedgerError,
  type StreamCategory,
  callIdOf,
  complaintIdOf,
  derivedId,
  inboundSchemas,
  inboundTypes,
  streamName,
} from '@complaint-ledger/contracts';
import type { Problem } from './receipt.ts';
import { type ReadTime, isWithinReach, readTime } from './timestamp.ts';
import { CONTROL_HINT, CONTROL_MESSAGE, type ToldType, toldType } from './told-type.ts';

/** One message that can be understood: a CloudEvent of a known type whose data fits it. */
export interface Message {
  /** CloudEvents id. */
  readonly id: string;
  readonly source: string;
  readonly told: ToldType;
  readonly occurredAt: string;
  /** The time is only that of the receipt (`timebasis: "receipt"`): another delivery of the same has another. */
  readonly timedByReceipt: boolean;
  readonly data: JsonObject;
  readonly actor: Actor;
  /** Id in the log, the same for every delivery. */
  readonly eventId: string;
  readonly stream: string;
  /** Ledger id of the matter; absent for what is about a source. */
  readonly matterId?: string;
  /** As it came, for the quarantine. */
  readonly raw: unknown;
}

/** What could not even be read as JSON: kept in the quarantine as the bytes it is. */
export class Unreadable {
  readonly bytes: Uint8Array;
  readonly error: LedgerError;

  constructor(bytes: Uint8Array, error: LedgerError) {
    this.bytes = bytes;
    this.error = error;
  }
}

export interface Refusal {
  readonly problem: Problem;
  readonly id?: string;
  readonly source?: string;
  readonly type?: string;
  readonly raw: unknown;
}

export type ReadMessage =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly refusal: Refusal };

/** How far ahead of the ledger's clock a sender's clock may be. */
export const FUTURE_TOLERANCE_MS = 24 * 60 * 60 * 1000;

const LONGEST_ID = 500;
const PRINTABLE = new RegExp(inboundSchemas.PRINTABLE, 'u');
/** As in the name of a schema, `complaint.filed.v1`; a message without `dataschema` has it too. */
const MESSAGE_VERSION = '1';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (path: string, message: string, hint: string): Problem => ({
  code: 'invalid-input',
  path,
  message,
  hint,
});

const TIME_HINT = 'Give an RFC 3339 time with offset, such as 2026-03-23T09:00:00+08:00.';

const timeProblem = (path: string, value: unknown): Problem =>
  invalid(path, value === undefined ? `${path} is missing` : `${path} is not a time with offset`, TIME_HINT);

const futureProblem = (path: string, now: number): Problem =>
  invalid(
    path,
    `${path} is more than 24 hours in the future`,
    `The ledger's clock says ${new Date(now).toISOString()}: check the sender's clock and its time zone.`,
  );

const farProblem = (path: string): Problem =>
  invalid(path, `${path} is more than 100 years from now`, 'Check the year.');

/** The time in a field of the data, or what is wrong with it. */
const readDataTime = (path: string, value: unknown, now: number): ReadTime | Problem => {
  const time = readTime(value as string);
  if (time === undefined) return timeProblem(path, value);
  return isWithinReach(time, now) ? time : farProblem(path);
};

const textAttribute = (event: JsonObject, name: string, hint: string): Problem | undefined => {
  const value = event[name];
  if (value === undefined || value === null || value === '') return invalid(name, `${name} is missing`, hint);
  if (typeof value !== 'string') return invalid(name, `${name} must be text`, hint);
  if (value.length > LONGEST_ID) return invalid(name, `${name} is longer than ${LONGEST_ID} characters`, hint);
  return undefined;
};

/** Attributes of CloudEvents 1.0 in the order in which a sender would look for the fault. */
const envelopeProblem = (event: JsonObject): Problem | undefined => {
  if (event.specversion !== '1.0') {
    return invalid('specversion', 'This is no CloudEvent of version 1.0', 'Send specversion "1.0".');
  }
  const problem =
    textAttribute(event, 'id', 'Give an id that is unique for its source and the same when it is sent again.') ??
    textAttribute(event, 'source', 'Name the system it comes from by a URI, such as crm://main.') ??
    textAttribute(event, 'type', `Use one of: ${inboundTypes.join(', ')}.`);
  if (problem !== undefined) return problem;
  const source = event.source as string;
  if (source === 'ledger') {
    return invalid('source', 'The source ledger is that of the ledger itself', 'Name the system it comes from.');
  }
  if (/[\s\p{Cc}]/u.test(source)) {
    return invalid('source', 'source has a space or control character', 'A source is a URI reference (RFC 3986).');
  }
  const unprintable = ['id', 'subject'].find((name) => {
    const text = event[name];
    return typeof text === 'string' && !PRINTABLE.test(text);
  });
  if (unprintable !== undefined) return invalid(unprintable, `${unprintable} ${CONTROL_MESSAGE}`, CONTROL_HINT);
  if (event.data_base64 !== undefined) {
    return invalid('data_base64', 'data_base64 is not taken', 'Send the data as a JSON object in data.');
  }
  const version = /\.v(\d+)(?:\.json)?$/.exec(typeof event.dataschema === 'string' ? event.dataschema : '')?.[1];
  if (version !== undefined && version !== MESSAGE_VERSION) {
    const hint = `Send version ${MESSAGE_VERSION}, the one that this ledger reads.`;
    return invalid('dataschema', `Version ${version} of the message is not known here`, hint);
  }
  const contentType = event.datacontenttype;
  if (contentType !== undefined && contentType !== null) {
    if (typeof contentType !== 'string' || !/^[\w.+-]+\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)) {
      return invalid('datacontenttype', 'The data is not JSON', 'Send JSON with datacontenttype application/json.');
    }
  }
  return undefined;
};

interface Times {
  readonly data: JsonObject;
  readonly problem?: Problem;
}

/** The schema knows the shape of a time, not the calendar; a time as it should be put replaces what was given. */
const checkTimes = (told: ToldType, data: JsonObject, now: number): Times => {
  let mended: Record<string, JsonValue | undefined> | undefined;
  for (const name of told.times) {
    const value = data[name];
    if (value === undefined) continue;
    const time = readDataTime(`data.${name}`, value, now);
    if ('code' in time) return { data, problem: time };
    if (time.text !== value) (mended ??= { ...data })[name] = time.text;
  }
  const dueTimes = data.dueTimes;
  if (told.type === 'complaint.filed' && isObject(dueTimes)) {
    for (const [deadline, value] of Object.entries(dueTimes)) {
      const time = readDataTime(`data.dueTimes.${deadline}`, value, now);
      if ('code' in time) return { data, problem: time };
      if (time.text !== value) {
        mended ??= { ...data };
        mended.dueTimes = { ...(mended.dueTimes as JsonObject), [deadline]: time.text };
      }
    }
  }
  return { data: mended ?? data };
};

const actorOf = (source: string, data: JsonObject): Actor =>
  typeof data.by === 'string' ? { kind: 'person', id: data.by } : { kind: 'crm', id: source };

interface Place {
  readonly category: Extract<StreamCategory, 'call' | 'complaint' | 'source'>;
  readonly stream: string;
  readonly matterId?: string;
}

/** Stream and ledger id of what a source calls `externalId`. */
export const placeOf = (told: ToldType, source: string, data: JsonObject): Place => {
  const category = told.message.stream;
  if (told.idField === undefined) return { category, stream: streamName(category, derivedId('source', source, '')) };
  const externalId = data[told.idField] as string;
  const matterId = category === 'call' ? callIdOf(source, externalId) : complaintIdOf(source, externalId);
  return { category, stream: streamName(category, matterId), matterId };
};

/** The stream of the call that a source gives the same id as this complaint, or of the complaint as this call. */
export const namesakeOf = ({ told, source, data }: Pick<Message, 'told' | 'source' | 'data'>): string | undefined => {
  if (told.idField === undefined) return undefined;
  const externalId = data[told.idField] as string;
  return told.message.stream === 'call'
    ? streamName('complaint', complaintIdOf(source, externalId))
    : streamName('call', callIdOf(source, externalId));
};

/** The message as one about the call of that id: what happens to the case of a call is told like that of a complaint. */
export const aboutCall = (message: Message): Message | undefined => {
  const { told, source, data } = message;
  if (told.message.stream !== 'complaint' || told.message.expects !== 'existing') return undefined;
  const matterId = callIdOf(source, data['complaintId'] as string);
  return { ...message, stream: streamName('call', matterId), matterId };
};

/** The time of a message, or what is wrong with it. */
const readOccurredAt = (value: unknown, now: number): { readonly time: ReadTime } | { readonly problem: Problem } => {
  const time = typeof value === 'string' ? readTime(value) : undefined;
  if (time === undefined) return { problem: timeProblem('time', value) };
  if (time.ms > now + FUTURE_TOLERANCE_MS) return { problem: futureProblem('time', now) };
  return isWithinReach(time, now) ? { time } : { problem: farProblem('time') };
};

const known = (raw: JsonObject): Pick<Refusal, 'id' | 'source' | 'type'> => ({
  ...(typeof raw.id === 'string' && raw.id !== '' ? { id: raw.id.slice(0, LONGEST_ID) } : {}),
  ...(typeof raw.source === 'string' && raw.source !== '' ? { source: raw.source.slice(0, LONGEST_ID) } : {}),
  ...(typeof raw.type === 'string' && raw.type !== '' ? { type: raw.type.slice(0, LONGEST_ID) } : {}),
});

const refused = (raw: unknown, problem: Problem): ReadMessage => ({
  ok: false,
  refusal: { problem, raw, ...(isObject(raw) ? known(raw) : {}) },
});

/** What a CloudEvent says as far as it can be judged by itself; `now` in milliseconds since the epoch. */
export const readMessage = (raw: unknown, now: number): ReadMessage => {
  if (raw instanceof Unreadable) {
    const { code, message, details } = raw.error;
    return refused(raw, { code, path: details.path ?? '', message, hint: details.hint ?? 'Send JSON.' });
  }
  if (!isObject(raw)) return refused(raw, invalid('', 'An event is a JSON object', 'Send a CloudEvent 1.0 as JSON.'));
  const envelope = envelopeProblem(raw);
  if (envelope !== undefined) return refused(raw, envelope);
  const told = toldType(raw.type as string);
  if (told === undefined) {
    return refused(raw, invalid('type', 'There is no such type', `Use one of: ${inboundTypes.join(', ')}.`));
  }
  const occurred = readOccurredAt(raw.time, now);
  if ('problem' in occurred) return refused(raw, occurred.problem);
  if (!isObject(raw.data)) {
    return refused(raw, invalid('data', 'data is missing or no object', `Send the fields of ${told.type} in data.`));
  }
  if (Object.hasOwn(raw.data, '__proto__')) {
    return refused(raw, invalid('data.__proto__', 'A field may not be called __proto__', 'Rename the field.'));
  }
  const misfit = told.problemOf(raw.data);
  if (misfit !== undefined) return refused(raw, misfit);
  const { data, problem } = checkTimes(told, raw.data, now);
  if (problem !== undefined) return refused(raw, problem);
  if (told.type === 'source.advanced') {
    const to = readTime(data.to as string);
    if (to === undefined || to.ms > now + FUTURE_TOLERANCE_MS) return refused(raw, futureProblem('data.to', now));
  }
  const id = raw.id as string;
  const source = raw.source as string;
  const { stream, matterId } = placeOf(told, source, data);
  return {
    ok: true,
    message: {
      id,
      source,
      told,
      occurredAt: occurred.time.text,
      timedByReceipt: raw.timebasis === 'receipt',
      data,
      actor: actorOf(source, data),
      eventId: derivedId('event', source, id),
      stream,
      ...(matterId === undefined ? {} : { matterId }),
      raw,
    },
  };
};
