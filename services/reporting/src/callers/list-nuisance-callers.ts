import { epochOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CallEntry } from '../calls/call-entry.ts';
import { CALLS } from '../calls/call-projection.ts';
import { type Personal, type Unseal, openSealed } from '../personal/open-sealed.ts';
import type { NuisanceCall, NuisanceCaller } from './nuisance-caller.ts';
import { NUISANCE } from './nuisance-projection.ts';

export const callerStates = ['marked', 'warned', 'blocked'] as const;
export type ListedState = (typeof callerStates)[number];

export interface NuisanceQuestion {
  /** Calls in that time, ms; `before` excluded. */
  readonly from?: number;
  readonly before?: number;
  readonly source?: string;
  readonly state?: ListedState;
  /** The moment at which a block is in force or over, ms. */
  readonly now: number;
  readonly limit: number;
  readonly offset: number;
}

export interface ListedCaller {
  readonly person: string;
  readonly state: ListedState;
  readonly calls: number;
  readonly lastCallAt: string;
  readonly bySource: Readonly<Record<string, number>>;
  readonly byLine: Readonly<Record<string, number>>;
  readonly warnedAt?: string;
  readonly blockedAt?: string;
  readonly blockedUntil?: string;
  readonly blockedBy?: string;
  readonly callsWhileBlocked: number;
  readonly personal?: Personal;
}

export interface NuisanceList {
  readonly total: number;
  readonly bySource: Readonly<Record<string, number>>;
  /** The most frequent first. */
  readonly callers: readonly ListedCaller[];
}

export interface NuisanceReader {
  readonly view: 'clear' | 'masked' | 'none';
  /** Whether the reader may know of the call of that ledger id (FILE-1). */
  readonly sees: (call: string) => boolean;
  readonly unseal: Unseal | undefined;
}

const counted = (calls: readonly NuisanceCall[], key: (call: NuisanceCall) => string | undefined) => {
  const counts = Object.create(null) as Record<string, number>;
  for (const call of calls) {
    const name = key(call);
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

const isBlocked = ({ block }: NuisanceCaller, now: number): boolean =>
  block !== undefined && block.endedAt === undefined && epochOf(block.until) > now;

const stateOf = (caller: NuisanceCaller, now: number): ListedState =>
  isBlocked(caller, now) ? 'blocked' : caller.warnedAt === undefined ? 'marked' : 'warned';

const latest = (calls: readonly NuisanceCall[]): NuisanceCall | undefined =>
  calls.toSorted((a, b) => epochOf(b.at) - epochOf(a.at))[0];

const listed = (caller: NuisanceCaller, calls: readonly NuisanceCall[], now: number): ListedCaller => {
  const { person, warnedAt, block, callsWhileBlocked } = caller;
  return {
    person,
    state: stateOf(caller, now),
    calls: calls.length,
    lastCallAt: latest(calls)?.at ?? block?.at ?? '',
    bySource: counted(calls, ({ source }) => source),
    byLine: counted(calls, ({ line }) => line),
    ...(warnedAt !== undefined && { warnedAt }),
    ...(block !== undefined && {
      blockedAt: block.at,
      blockedUntil: block.endedAt ?? block.until,
      ...(block.by !== undefined && { blockedBy: block.by }),
    }),
    callsWhileBlocked,
  };
};

/** Nuisance callers by frequency and source, and what was decided about them; persons as far as the reader sees them (CALL-10). */
export const listNuisanceCallers = async (
  store: ProjectionStore,
  {
    from = Number.NEGATIVE_INFINITY,
    before = Number.POSITIVE_INFINITY,
    source,
    state,
    now,
    limit,
    offset,
  }: NuisanceQuestion,
  reader: NuisanceReader,
): Promise<NuisanceList> => {
  const narrowed = Number.isFinite(from) || Number.isFinite(before) || source !== undefined;
  const found = (await store.query<NuisanceCaller>(NUISANCE)).flatMap(({ body: caller }) => {
    const calls = caller.calls.filter(({ call, at, source: own }) => {
      const ms = epochOf(at);
      return ms >= from && ms < before && (source === undefined || own === source) && reader.sees(call);
    });
    const fits = (calls.length > 0 || !narrowed) && (state === undefined || stateOf(caller, now) === state);
    const told = calls.length > 0 || caller.block !== undefined;
    return fits && told ? [{ caller, calls }] : [];
  });
  const ordered = found.toSorted(
    (a, b) => b.calls.length - a.calls.length || (a.caller.person < b.caller.person ? -1 : 1),
  );
  const page = ordered.slice(offset, offset + limit);
  const ids = page.flatMap(({ calls }) => latest(calls)?.call ?? []);
  const entries = new Map((await store.get<CallEntry>(CALLS, ids)).map(({ id, body }) => [id, body]));
  const callers: ListedCaller[] = [];
  for (const { caller, calls } of page) {
    const entry = entries.get(latest(calls)?.call ?? '');
    const personal = entry && (await openSealed(entry.sealed, reader.view, reader.unseal));
    callers.push({ ...listed(caller, calls, now), ...(personal && { personal }) });
  }
  return {
    total: ordered.length,
    bySource: counted(
      ordered.flatMap(({ calls }) => calls),
      (call) => call.source,
    ),
    callers,
  };
};
