import { type CallerEvent, type NewCallerEvent } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';

/** A time in which the calls of somebody are not to be taken; it ends by itself. */
export interface Block {
  /** Milliseconds since the epoch; `until` and `ended` excluded. */
  readonly from: number;
  readonly until: number;
  /** RFC 3339, as it was decided. */
  readonly untilText: string;
  /** Lifted before its time. */
  readonly ended?: number;
}

/** A person who calls, as far as CALL-10 is concerned. */
export interface CallerState {
  /** Times (RFC 3339) of their nuisance calls, by ledger id of the call. */
  readonly nuisance: ReadonlyMap<string, string>;
  /** Calls with which they were warned. */
  readonly warnedWith: ReadonlySet<string>;
  readonly blocks: readonly Block[];
  /** Calls that came while they were blocked. */
  readonly calledBlocked: ReadonlySet<string>;
}

export const unknownCaller: CallerState = {
  nuisance: new Map(),
  warnedWith: new Set(),
  blocks: [],
  calledBlocked: new Set(),
};

/** The state after an event of the stream `caller-<person>`. */
export const evolveCaller = (state: CallerState, event: NewCallerEvent | CallerEvent): CallerState => {
  const at = epochOf(event.occurredAt);
  switch (event.type) {
    case 'NuisanceMarked':
      return { ...state, nuisance: new Map(state.nuisance).set(event.data.call, event.data.at) };
    case 'CallerWarned':
      return { ...state, warnedWith: new Set(state.warnedWith).add(event.data.call) };
    case 'CallerBlocked': {
      const { until } = event.data;
      return { ...state, blocks: [...lifted(state.blocks, at), { from: at, until: epochOf(until), untilText: until }] };
    }
    case 'CallerUnblocked':
      return { ...state, blocks: lifted(state.blocks, at) };
    case 'BlockedCallerCalled':
      return { ...state, calledBlocked: new Set(state.calledBlocked).add(event.data.call) };
    case 'CallerCommandRefused':
      return state;
    default:
      return event satisfies never;
  }
};

/** A new decision takes the place of the one in force. */
const lifted = (blocks: readonly Block[], at: number): readonly Block[] =>
  blocks.map((block) => (inForce(block, at) ? { ...block, ended: at } : block));

const inForce = ({ from, until, ended = until }: Block, at: number): boolean =>
  from <= at && at < Math.min(until, ended);

/** The block that is in force at that moment, ms. */
export const blockAt = ({ blocks }: CallerState, at: number): Block | undefined =>
  blocks.find((block) => inForce(block, at));
