import { LedgerError, isLedgerError, parseStrictJson, said, toldIn } from '@complaint-ledger/contracts';
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
      const { message } = toldIn(error, 'zh-CN');
      const placed = new LedgerError(
        error.code,
        said(`Line ${line}: ${error.message}`, `第 ${line} 行：${message}`),
        error.details,
      );
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
    throw new LedgerError(
      'invalid-input',
      said(`The header ce-${name} is not percent-encoded UTF-8`, `请求头 ce-${name} 不是百分号编码的 UTF-8`),
      { path: name },
    );
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
    throw new LedgerError('invalid-input', said('The request has no body', '请求没有正文'), {
      malformed: true,
      hint: said('Send CloudEvents.', '请发送 CloudEvents。'),
    });
  }
  if (mediaType === 'application/x-ndjson' || mediaType === 'application/ndjson') {
    return { single: false, events: readLines(bytes) };
  }
  const isBatch = mediaType === 'application/cloudevents-batch+json';
  const isStructured = mediaType === 'application/cloudevents+json';
  const isPlain = mediaType === 'application/json';
  if (!isBatch && !isStructured && !isPlain) {
    const told =
      mediaType === ''
        ? said('A body without Content-Type is not read here', '此处不接受没有 Content-Type 的正文')
        : said(`${mediaType} is not read here`, `此处不接受 ${mediaType}`);
    const types = 'application/cloudevents+json, application/cloudevents-batch+json, application/json';
    throw new LedgerError('unsupported-media-type', told, {
      hint: said(`Use ${types} or application/x-ndjson.`, `请用 ${types} 或 application/x-ndjson。`),
    });
  }
  try {
    if (isPlain && isBinary(request)) return single(readBinary(request), bytes.length);
    const json = parseStrictJson(bytes);
    if (isBatch && !Array.isArray(json)) {
      throw new LedgerError('invalid-input', said('A batch is a JSON array of events', '批量须是事件的 JSON 数组'), {
        path: '',
        hint: said('Send an array.', '请发送数组。'),
      });
    }
    if (Array.isArray(json) && !isStructured) {
      return { single: false, events: withoutOversized(json as readonly Json[], bytes.length) };
    }
    return single(json, bytes.length);
  } catch (error) {
    return { single: true, events: [unreadable(bytes, error)] };
  }
};
