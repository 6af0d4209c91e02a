import { isDeepStrictEqual } from 'node:util';
import { LedgerError, type NewEvent, type RecordedEvent } from '@complaint-ledger/contracts';

/** Longest body that is taken, in UTF-16 units. */
export const MAX_BODY_LENGTH = 16 * 1024 * 1024;

/** Where and when an event was recorded, as far as its body tells. */
export interface Placement {
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
}

/**
 * The text that the log keeps and hashes. The order of the keys is part of the format; absent ones are left out.
 * Errors: `invalid-input`, `payload-too-large`.
 */
export const bodyOf = (event: NewEvent, { stream, revision, recordedAt }: Placement): string => {
  let body: string;
  try {
    body = JSON.stringify({
      id: event.id,
      type: event.type,
      schemaVersion: event.schemaVersion,
      stream,
      revision,
      occurredAt: event.occurredAt,
      recordedAt,
      actor: event.actor,
      source: event.source,
      correlationId: event.correlationId,
      causationId: event.causationId,
      data: event.data,
      sealed: event.sealed,
    });
  } catch (error) {
    throw new LedgerError('invalid-input', `Event ${event.id} cannot be written as JSON`, {
      path: 'data',
      eventId: event.id,
      cause: error,
      hint: 'Use only JSON values: no cycles, no bigint.',
    });
  }
  if (body.length <= MAX_BODY_LENGTH) return body;
  throw new LedgerError('payload-too-large', `Event ${event.id} has ${body.length} characters of JSON`, {
    path: 'data',
    eventId: event.id,
    hint: `At most ${MAX_BODY_LENGTH} are taken: keep large documents elsewhere and record where.`,
  });
};

type StoredBody = Omit<RecordedEvent, 'position'>;

/** The event as readers get it: what was stored, and its place in the log. */
export const recordedEvent = (position: number, body: string): RecordedEvent => {
  const event = JSON.parse(body) as StoredBody & { position?: number };
  event.position = position;
  return event as RecordedEvent;
};

/** Whether `body` is what this event became in that stream; revision, time of recording and order of keys do not count. */
export const isBodyOf = (body: string, event: NewEvent, stream: string): boolean => {
  const stored = JSON.parse(body) as StoredBody;
  const candidate = bodyOf(event, { stream, revision: stored.revision, recordedAt: stored.recordedAt });
  return candidate === body || isDeepStrictEqual(JSON.parse(candidate), stored);
};
