import { type NewCallerEvent, derivedId } from '@complaint-ledger/contracts';
import { type Policy, epochOf, parseLength } from '@complaint-ledger/policy';
import { type CallerState, blockAt, evolveCaller } from './caller-state.ts';

/** A call as far as CALL-10 looks at it. */
export interface CallTold {
  /** Ledger id. */
  readonly call: string;
  /** RFC 3339. */
  readonly at: string;
  readonly source: string;
  readonly line?: string;
  readonly nuisance: boolean;
}

/** What led to a decision: a fact of the log, or a command. */
export interface CallerCause {
  readonly id: string;
  readonly by?: string;
}

type Emit = <T extends NewCallerEvent['type']>(
  type: T,
  at: string,
  data: Extract<NewCallerEvent, { type: T }>['data'],
) => void;

const emitter = (
  state: CallerState,
  { id, by }: CallerCause,
): { readonly emit: Emit; readonly events: NewCallerEvent[]; state: CallerState } => {
  const decision = {
    events: [] as NewCallerEvent[],
    state,
    emit: ((type, at, data) => {
      const event = {
        id: derivedId('caller-event', id, String(decision.events.length)),
        type,
        schemaVersion: 1,
        occurredAt: at,
        actor: by === undefined ? { kind: 'system', id: 'ledger' } : { kind: 'person', id: by },
        source: 'ledger',
        causationId: id,
        data,
      } as unknown as NewCallerEvent;
      decision.events.push(event);
      decision.state = evolveCaller(decision.state, event);
    }) as Emit,
  };
  return decision;
};

/** Milliseconds of a length that the clock measures; undefined for none. */
const lengthMs = (length: string | undefined): number | undefined => {
  const parsed = length === undefined ? undefined : parseLength(length);
  return parsed?.clock === 'elapsed' ? parsed.ms : undefined;
};

interface NuisanceCall {
  readonly call: string;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * The calls that complete a group: so many, all within that time (ms), each counted in one group only. In the order of their times,
 * whatever the order in which they were told.
 */
const completing = (nuisance: ReadonlyMap<string, string>, calls: number, within: number): readonly NuisanceCall[] => {
  const byTime = [...nuisance]
    .map(([call, at]) => ({ call, at, ms: epochOf(at) }))
    .toSorted((a, b) => a.ms - b.ms || (a.call < b.call ? -1 : 1));
  const found: NuisanceCall[] = [];
  let open: number[] = [];
  for (const { call, at, ms } of byTime) {
    open = [...open.filter((time) => ms - time < within), ms];
    if (open.length < calls) continue;
    found.push({ call, at });
    open = [];
  }
  return found;
};

/**
 * CALL-10: a nuisance call is marked, once; too many of them in too short a time bring a warning, as many warnings in whatever order
 * the calls are told; the call of a blocked caller is noted beside its log entry.
 */
export const decideCall = (
  state: CallerState,
  told: CallTold,
  policy: Policy,
  cause: CallerCause,
): readonly NewCallerEvent[] => {
  const decision = emitter(state, cause);
  const { call, at, source, line, nuisance } = told;
  const moment = epochOf(at);
  const block = blockAt(state, moment);
  if (block !== undefined && !state.calledBlocked.has(call))
    decision.emit('BlockedCallerCalled', at, { policy: policy.id, call, until: block.untilText });
  if (!nuisance || state.nuisance.has(call)) return decision.events;
  const { queue, warnAfter } = policy.pack.calls?.nuisance ?? {};
  decision.emit('NuisanceMarked', at, {
    policy: policy.id,
    call,
    at,
    callSource: source,
    ...(line === undefined ? {} : { line }),
    ...(queue === undefined ? {} : { queue }),
    ...(cause.by === undefined ? {} : { by: cause.by }),
  });
  const within = lengthMs(warnAfter?.within);
  if (warnAfter === undefined || within === undefined) return decision.events;
  const before = completing(state.nuisance, warnAfter.calls, within);
  const now = completing(decision.state.nuisance, warnAfter.calls, within);
  const warned = now.length > before.length && now.findLast((each) => !state.warnedWith.has(each.call));
  if (warned)
    decision.emit('CallerWarned', warned.at, {
      policy: policy.id,
      policyVersion: policy.version,
      call: warned.call,
      calls: warnAfter.calls,
      within: warnAfter.within,
    });
  return decision.events;
};

/** A decision about a caller, as asked for. */
export type CallerCommand = {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly by: string;
  /** Role and offices of whoever asks; `*` holds them all. */
  readonly authorities: readonly string[];
} & ({ readonly name: 'block'; readonly until: string } | { readonly name: 'unblock' });

export interface CallerDecision {
  readonly events: readonly NewCallerEvent[];
  /** Why a rule forbids it. */
  readonly refusal?: string;
}

const refusalOf = (state: CallerState, command: CallerCommand, { pack }: Policy): string | undefined => {
  const { blockedBy, longestBlock } = pack.calls?.nuisance ?? {};
  const { authorities } = command;
  if (blockedBy !== undefined && !authorities.includes('*') && !blockedBy.some((each) => authorities.includes(each)))
    return `blocking a caller is decided by ${blockedBy.join(', ')}`;
  const at = epochOf(command.at);
  if (command.name === 'unblock') return blockAt(state, at) === undefined ? 'the caller is not blocked' : undefined;
  const longest = lengthMs(longestBlock);
  if (longest !== undefined && epochOf(command.until) - at > longest)
    return `a caller is blocked for ${longestBlock ?? ''} at most`;
  return undefined;
};

/** CALL-10: blocking is a recorded decision with a reason and an end, by whom the pack lets decide; a refusal is recorded, too. */
export const decideCallerCommand = (state: CallerState, command: CallerCommand, policy: Policy): CallerDecision => {
  const { at, by } = command;
  const decision = emitter(state, { id: command.id, by });
  const refusal = refusalOf(state, command, policy);
  if (refusal !== undefined) {
    decision.emit('CallerCommandRefused', at, {
      policy: policy.id,
      command: command.name,
      rule: 'CALL-10',
      reason: refusal,
      by,
    });
    return { events: decision.events, refusal };
  }
  if (command.name === 'block') decision.emit('CallerBlocked', at, { policy: policy.id, until: command.until, by });
  else decision.emit('CallerUnblocked', at, { policy: policy.id, by });
  return { events: decision.events };
};
