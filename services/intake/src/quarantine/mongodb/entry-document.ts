import type { Problem } from '../../receive/receipt.ts';
import type { SealedBody } from '../fingerprint.ts';
import type { Attempt, Held, QuarantineEntry, QuarantineState } from '../quarantine.ts';

/** What was decided before; with the body when the next try had another. */
export interface EarlierTry extends Attempt {
  readonly body?: Uint8Array;
}

/** A kept message with its history, so that every change of it is one write. */
export interface EntryDocument extends Problem {
  readonly _id: string;
  /** Grows with every change: who changes it names the version that they saw. */
  readonly version: number;
  readonly state: QuarantineState;
  readonly externalId?: string;
  readonly source?: string;
  readonly type?: string;
  readonly caller: string;
  readonly receivedAt: string;
  readonly changedAt: string;
  readonly deliveries: number;
  readonly fingerprint: Uint8Array;
  readonly format: 'bytes' | 'json';
  readonly body?: Uint8Array;
  readonly waitsAs?: string;
  readonly waitsOn?: string;
  readonly eventId?: string;
  readonly discardReason?: string;
  readonly history: readonly EarlierTry[];
}

/** Bytes of earlier tries' bodies in one entry: MongoDB keeps documents of up to 16 MB, and one body has up to 1 MB. */
const EARLIER_BYTES = 8 * 1024 * 1024;

const judgement = ({ state, problem, id, source, type, waiting }: Held) => ({
  state,
  ...reason(problem),
  ...(id === undefined ? {} : { externalId: id }),
  ...(source === undefined ? {} : { source }),
  ...(type === undefined ? {} : { type }),
  ...(waiting === undefined ? {} : { waitsAs: waiting.eventId, waitsOn: waiting.stream }),
});

const reason = ({ code, path, message, hint }: Problem): Problem => ({ code, path, message, hint });

/** A message that was not there. */
export const kept = (_id: string, held: Held, sealed: SealedBody, now: string): EntryDocument => ({
  _id,
  version: 1,
  ...judgement(held),
  caller: held.caller,
  receivedAt: now,
  changedAt: now,
  deliveries: 1,
  ...sealed,
  history: [],
});

/** The same message once more: what was given up or is judged otherwise by now is looked at anew. */
export const repeated = (entry: EntryDocument, held: Held, sealed: SealedBody, now: string): EntryDocument => {
  const counted = { ...entry, deliveries: entry.deliveries + 1 };
  const givenUp = entry.state === 'discarded' && held.state === 'rejected' && entry.body !== undefined;
  if (entry.state === held.state || givenUp) return counted;
  return judgedAnew(remembered(counted), held, sealed, now);
};

/** Another try of an entry, as it was or mended, that the log does not take either. */
export const triedAgain = (entry: EntryDocument, held: Held, sealed: SealedBody, now: string): EntryDocument => {
  const mended = !Buffer.from(entry.fingerprint).equals(sealed.fingerprint);
  return judgedAnew(remembered(entry, mended ? entry.body : undefined), held, sealed, now);
};

/** In the log by now: no body of it stays. */
export const resent = (entry: EntryDocument, eventId: string, now: string): EntryDocument => {
  if (entry.state === 'resent') return entry;
  const { body: _, ...bare } = remembered(entry);
  return {
    ...bare,
    state: 'resent',
    eventId,
    changedAt: now,
    history: bare.history.map(({ body: __, ...earlier }) => earlier),
  };
};

/** It waited, and the log does not take it; what is in the log stays resent. */
export const refused = (entry: EntryDocument, problem: Problem, now: string): EntryDocument =>
  entry.state === 'resent' ? entry : { ...remembered(entry), state: 'rejected', ...reason(problem), changedAt: now };

/** Given up; what is in the log cannot be, and the caller has seen to it. */
export const discarded = (entry: EntryDocument, discardReason: string, now: string): EntryDocument =>
  entry.state === 'discarded' ? entry : { ...remembered(entry), state: 'discarded', discardReason, changedAt: now };

/** No body of it stays; what still waited is given up. */
export const forgotten = (entry: EntryDocument, discardReason: string, now: string): EntryDocument => {
  const givenUp = entry.state === 'resent' ? entry : discarded(entry, discardReason, now);
  const { body: _, ...bare } = givenUp;
  return { ...bare, history: bare.history.map(({ body: __, ...earlier }) => earlier) };
};

export const entryOf = (entry: EntryDocument): QuarantineEntry => ({
  quarantineId: entry._id,
  state: entry.state,
  ...reason(entry),
  caller: entry.caller,
  receivedAt: entry.receivedAt,
  changedAt: entry.changedAt,
  deliveries: entry.deliveries,
  ...(entry.externalId === undefined ? {} : { id: entry.externalId }),
  ...(entry.source === undefined ? {} : { source: entry.source }),
  ...(entry.type === undefined ? {} : { type: entry.type }),
  ...(entry.eventId === undefined ? {} : { eventId: entry.eventId }),
  ...(entry.discardReason === undefined ? {} : { discardReason: entry.discardReason }),
});

export const historyOf = ({ history }: EntryDocument): readonly Attempt[] =>
  history.map(({ body: _, ...attempt }) => attempt);

const judgedAnew = (entry: EntryDocument, held: Held, sealed: SealedBody, now: string): EntryDocument => ({
  _id: entry._id,
  version: entry.version,
  ...judgement(held),
  caller: entry.caller,
  receivedAt: entry.receivedAt,
  changedAt: now,
  deliveries: entry.deliveries,
  ...sealed,
  history: entry.history,
});

const remembered = (entry: EntryDocument, body?: Uint8Array): EntryDocument => {
  const attempt = { at: entry.changedAt, state: entry.state, ...reason(entry) };
  return { ...entry, history: bounded([...entry.history, body === undefined ? attempt : { ...attempt, body }]) };
};

/** The first and the newest bodies stay when there are too many. */
const bounded = (history: readonly EarlierTry[]): readonly EarlierTry[] => {
  let left = EARLIER_BYTES - (history[0]?.body?.length ?? 0);
  const rest = history
    .slice(1)
    .reverse()
    .map(({ body, ...attempt }) => {
      left -= body?.length ?? 0;
      return body === undefined || left < 0 ? attempt : { ...attempt, body };
    })
    .reverse();
  return [...history.slice(0, 1), ...rest];
};
