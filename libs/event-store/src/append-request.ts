import { isUuid, LedgerError, type NewEvent } from '@complaint-ledger/contracts';
import type { ExpectedRevision } from './event-store.ts';

export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** When another log recorded them, RFC 3339: they are restored as they were there. */
  readonly recordedAt?: string;
}

/** Refuses what no log could take. Errors: `invalid-input`, `conflict` (the same id twice). */
export const checkRequest = ({ stream, expected, events }: AppendRequest): void => {
  if (stream === '') throw new LedgerError('invalid-input', 'A stream needs a name', { path: 'stream' });
  if (events.length === 0) {
    throw new LedgerError('invalid-input', `Nothing to append to ${stream}`, {
      path: 'events',
      stream,
      hint: 'Append at least one event.',
    });
  }
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw new LedgerError('invalid-input', `${expected} is no revision`, {
      path: 'expected',
      stream,
      hint: "Revisions count from 0; a stream that must be new is 'no-stream'.",
    });
  }
  const seen = new Set<string>();
  for (const [index, { id, type }] of events.entries()) {
    if (typeof type !== 'string' || type === '') {
      throw new LedgerError('invalid-input', `Event ${id} has no type`, { path: `events[${index}].type`, stream });
    }
    if (!isUuid(id)) {
      throw new LedgerError('invalid-input', `${JSON.stringify(id)} is no event id`, {
        path: `events[${index}].id`,
        stream,
        hint: 'An event id is a UUID in lower case.',
      });
    }
    if (seen.has(id)) {
      throw new LedgerError('conflict', `Event ${id} is twice in one append to ${stream}`, {
        path: `events[${index}].id`,
        stream,
        eventId: id,
        hint: 'Give every event its own id.',
      });
    }
    if (events.length > 1) seen.add(id);
  }
};

/** Why the stream does not meet the expectation, if so; `revision` is that of its last event. */
export const refusalOf = (
  stream: string,
  expected: ExpectedRevision,
  revision: number | undefined,
): LedgerError | undefined => {
  const details = { stream, expected, actual: revision ?? 'no-stream' };
  switch (expected) {
    case 'any':
      return undefined;
    case 'no-stream':
      if (revision === undefined) return undefined;
      return new LedgerError('stream-exists', `Stream ${stream} is already there, at revision ${revision}`, {
        ...details,
        hint: 'Read the stream and decide again.',
      });
    case 'stream-exists':
      if (revision !== undefined) return undefined;
      return new LedgerError('stream-not-found', `There is no stream ${stream}`, {
        ...details,
        hint: 'Check the name, or append with no-stream.',
      });
    default:
      if (revision === expected) return undefined;
      return new LedgerError(
        'wrong-revision',
        `Stream ${stream} is at revision ${revision ?? 'none'}, not ${expected}`,
        { ...details, hint: 'Read the stream again and decide anew.' },
      );
  }
};
