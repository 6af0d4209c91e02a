import { LedgerError, type RecordedEvent, bucketOf, parseStreamName } from '@complaint-ledger/contracts';
import { keepTrace, traceOf } from '@complaint-ledger/telemetry';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { CONTENT_TYPE, eventOfWire, wireBytes } from './cloud-event.ts';

/** What a reader must know of a message before it reads the event in it. */
export interface FeedMessage {
  readonly offset: bigint;
  readonly position: number;
  /**
   * Position of the event that was sent to this partition before: whoever has not seen that one yet has a gap before him. Bytes of the
   * stored log cannot tell, for a partition carries only some of it.
   */
  readonly previous: number;
  readonly bucket: number;
  readonly type: string;
  /** LedgerError `corrupt`. */
  event(): RecordedEvent;
}

/** The case's id, where the stream is a case's or its matter's. */
export const keyOf = ({ stream }: RecordedEvent): string => parseStreamName(stream).id;

/**
 * The trace goes in the header `traceparent` (W3C Trace Context), the context in which the event was recorded, as OpenTelemetry's conventions
 * for messaging have it. Not as an attribute of the CloudEvent (its extension Distributed Tracing): what is sent of an event does not
 * depend on whether somebody traced it.
 */
const traceHeader = (event: RecordedEvent): { readonly traceparent?: string } => {
  const traceparent = traceOf(event);
  return traceparent === undefined ? {} : { traceparent };
};

export const messageOf = (event: RecordedEvent, partition: number, previous: number): Message => ({
  key: keyOf(event),
  partition,
  value: wireBytes(event),
  timestamp: String(Date.parse(event.recordedAt)),
  headers: {
    'content-type': CONTENT_TYPE,
    'event-id': event.id,
    type: event.type,
    position: String(event.position),
    previous: String(previous),
    ...traceHeader(event),
  },
});

const text = (headers: IHeaders | undefined, name: string): string => {
  const value = headers?.[name];
  return Array.isArray(value) ? String(value[0] ?? '') : String(value ?? '');
};

const integer = (headers: IHeaders | undefined, name: string): number => {
  const written = text(headers, name);
  const value = Number(written);
  if (written !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new LedgerError('corrupt', `A message of the events topic has no header "${name}" that a relay wrote`, {
    path: name,
    hint: 'Only the relay may write to this topic: check who else has the right to.',
  });
};

/** LedgerError `corrupt` when no relay wrote it. */
export const readMessage = ({ offset, key, value, headers }: KafkaMessage): FeedMessage => {
  const position = integer(headers, 'position');
  return {
    offset: BigInt(offset),
    position,
    previous: integer(headers, 'previous'),
    bucket: bucketOf(key?.toString('utf8') ?? ''),
    type: text(headers, 'type'),
    event: () => {
      const event = eventOfWire(value ?? Buffer.alloc(0));
      if (headers?.['traceparent'] !== undefined) keepTrace(event, text(headers, 'traceparent'));
      return event;
    },
  };
};
