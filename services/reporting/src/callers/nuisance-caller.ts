import type { CallerEvent } from '@complaint-ledger/contracts';

/** One nuisance call of somebody. */
export interface NuisanceCall {
  /** Ledger id of the call. */
  readonly call: string;
  readonly at: string;
  readonly source: string;
  readonly line?: string;
}

/** A person who made nuisance calls or was blocked (CALL-10). */
export interface NuisanceCaller {
  /** Vault id. */
  readonly person: string;
  readonly calls: readonly NuisanceCall[];
  readonly warnedAt?: string;
  readonly block?: { readonly at: string; readonly until: string; readonly by?: string; readonly endedAt?: string };
  readonly callsWhileBlocked: number;
}

/** The caller after an event of their stream. */
export const evolveNuisanceCaller = (caller: NuisanceCaller, event: CallerEvent): NuisanceCaller => {
  switch (event.type) {
    case 'NuisanceMarked': {
      const { call, at, callSource: source, line } = event.data;
      return { ...caller, calls: [...caller.calls, { call, at, source, ...(line !== undefined && { line }) }] };
    }
    case 'CallerWarned':
      return { ...caller, warnedAt: event.occurredAt };
    case 'CallerBlocked': {
      const { until, by } = event.data;
      return { ...caller, block: { at: event.occurredAt, until, ...(by !== undefined && { by }) } };
    }
    case 'CallerUnblocked':
      return caller.block === undefined ? caller : { ...caller, block: { ...caller.block, endedAt: event.occurredAt } };
    case 'BlockedCallerCalled':
      return { ...caller, callsWhileBlocked: caller.callsWhileBlocked + 1 };
    case 'CallerCommandRefused':
      return caller;
    default:
      return event satisfies never;
  }
};
