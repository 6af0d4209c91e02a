import { type RecordedEvent, caseEventTypes } from '@complaint-ledger/contracts';
import { callFactTypes, isCallFact } from '../calls/call-fact.ts';
import { callIncrements } from '../calls/call-increments.ts';
import { isCaseEvent } from '../projections/case-event.ts';
import type { Increment } from './increment.ts';
import { incrementsOf } from './increments-of.ts';

/** Types of the events that figures are made of: what was decided of cases, and calls, which need no decision. */
export const countedTypes: readonly string[] = [...caseEventTypes, ...callFactTypes];

export interface Counted {
  /** IANA zone that its periods are counted in. */
  readonly zone: string;
  readonly increments: readonly Increment[];
}

/** What an event adds to the figures, from that event alone; undefined for one that no figure is made of. */
export const countedOf = (event: RecordedEvent): Counted | undefined => {
  if (isCaseEvent(event)) return { zone: event.data.dims.zone, increments: incrementsOf(event) };
  if (!isCallFact(event)) return undefined;
  const { summary } = event.data;
  return summary && { zone: summary.zone, increments: callIncrements(event) };
};
