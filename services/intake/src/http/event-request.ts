import { LedgerError, isLedgerError, parseStrictJson } from '@complaint-ledger/contracts';
import type { RawRequest } from '@complaint-ledger/http';
import { Unreadable } from '../receive/message.ts';
import { sizeFault } from './limits.ts';

/** The events of one request; `single` asks for one answer, a batch for one answer an event. */
export interface EventRequest {
  readonly single: boolean;
  readonly events: readonly unknown[];
}

type Json = ReturnType<typeof parseStrictJson>;

const LINE_FEED = 0x0a;

const unreadable = (bytes: Uint8Array, error: unknown): Unreadable => {
  if (isLedgerError(error, 'invalid-input')) return new Unreadable(bytes, error);
  throw error;
};

/** Newline-delimited JSON: a line that cannot be read concerns that line only. */
const readLines = (bytes: Uint8Array): readonly unknown[] => {
  const events: unknown[] = [];
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const text = bytes.subarray(start, end);
    start = end + 1;
    if (text.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)) continue;
    const tooLarge = sizeFault(text.length);
    if (tooLarge !== undefined) {
      events.push(new Unreadable(text, tooLarge));
      continue;
    }
    try {
      events.push(parseStrictJson(text));
    } catch (error) {
      if (!isLedgerError(error, 'invalid-input')) throw error;
      const placed = new LedgerError(error.code, `Line ${line}: ${error.message}`, { ...error.details });
      events.push(unreadable(text, placed));
    }
  }
  return events;
};

/** Only a request beyond the limit of one event can hold an event beyond it. */
const withoutOversized = (events: readonly Json[], requestBytes: number): readonly unknown[] => {
  if (sizeFault(requestBytes) === undefined) return events;
  return events.map((event) => {
    const bytes = Buffer.from(JSON.stringify(event) ?? '');
    const fault = sizeFault(bytes.length);
    return fault === undefined ? event : new Unreadable(bytes, fault);
  });
};

const decodeHeader = (value: string, name: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new LedgerError('invalid-input', `The header ce-${name} is not percent-encoded UTF-8`, { path: name });
  }
};

/** Binary content mode of the CloudEvents HTTP binding, 3.1: attributes in `ce-` headers, the body is the data. */
const readBinary = ({ bytes, headers, mediaType }: RawRequest): Record<string, unknown> => {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string') event[name.slice(3)] = decodeHeader(value, name.slice(3));
  }
  event.datacontenttype = mediaType;
  if (bytes.length > 0) event.data = parseStrictJson(bytes);
  return event;
};

const isBinary = ({ headers }: RawRequest): boolean => 'ce-id' in headers || 'ce-specversion' in headers;

const single = (event: unknown, bytes: number): EventRequest => {
  const fault = sizeFault(bytes);
  if (fault !== undefined) throw fault;
  return { single: true, events: [event] };
};

/**
 * CloudEvents of a request: structured, binary, batch, newline-delimited. A body that is no JSON at all comes as
 * `Unreadable`. LedgerError `unsupported-media-type`, `payload-too-large`, `invalid-input` (an empty body or batch header).
 */
export const readEventRequest = (request: RawRequest): EventRequest => {
  const { bytes, mediaType } = request;
  if (bytes.length === 0 && !isBinary(request)) {
    throw new LedgerError('invalid-input', 'The request has no body', { malformed: true, hint: 'Send CloudEvents.' });
  }
  if (mediaType === 'application/x-ndjson' || mediaType === 'application/ndjson') {
    return { single: false, events: readLines(bytes) };
  }
  const isBatch = mediaType === 'application/cloudevents-batch+json';
  const isStructured = mediaType === 'application/cloudevents+json';
  const isPlain = mediaType === 'application/json';
  if (!isBatch && !isStructured && !isPlain) {
    throw new LedgerError('unsupported-media-type', `${mediaType || 'A body without Content-Type'} is not read here`, {
      hint: 'Use application/cloudevents+json, application/cloudevents-batch+json, application/json or application/x-ndjson.',
    });
  }
  try {
    if (isPlain && isBinary(request)) return single(readBinary(request), bytes.length);
    const json = parseStrictJson(bytes);
    if (isBatch && !Array.isArray(json)) {
      throw new LedgerError('invalid-input', 'A batch is a JSON array of events', { path: '', hint: 'Send an array.' });
    }
    if (Array.isArray(json) && !isStructured) {
      return { single: false, events: withoutOversized(json as readonly Json[], bytes.length) };
    }
    return single(json, bytes.length);
  } catch (error) {
    return { single: true, events: [unreadable(bytes, error)] };
  }
};
