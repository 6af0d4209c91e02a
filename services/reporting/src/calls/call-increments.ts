import { type CallSummary, UNASSIGNED } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { UNSPECIFIED, labelled, type Increment } from '../tallies/increment.ts';
import { binOf } from '../tallies/time-sketch.ts';
import type { CallFact } from './call-fact.ts';

/** For service, and not by a nuisance caller or for the company's own use (CALL-8, CALL-9). */
const isOffered = ({ outcome }: CallSummary): boolean => outcome !== 'nuisance' && outcome !== 'misuse';

/** The tallies that a call adds 1 to (CALL-1…12). */
export const callTallies = (call: CallSummary): readonly string[] => {
  const { outcome, kind, line = UNSPECIFIED, withinRings, handlingMs, satisfaction, identityPassed } = call;
  const offered = isOffered(call);
  return [
    'calls',
    ...(offered ? ['calls.offered', labelled('calls.offeredByLine', line)] : []),
    ...(outcome === undefined ? [] : [`calls.${outcome}`]),
    ...(outcome === 'answered' ? [labelled('calls.answeredByLine', line)] : []),
    ...(kind === undefined ? [] : [labelled('calls.byKind', kind)]),
    ...(withinRings === undefined ? [] : ['calls.rings', labelled('calls.ringsByLine', line)]),
    ...(withinRings === true ? ['calls.withinRings', labelled('calls.withinRingsByLine', line)] : []),
    ...(handlingMs === undefined || !offered ? [] : [labelled('calls.handling', String(binOf(handlingMs)))]),
    ...(satisfaction === undefined ? [] : [labelled('calls.bySatisfaction', satisfaction)]),
    ...(identityPassed === undefined ? [] : [identityPassed ? 'calls.identityPassed' : 'calls.identityFailed']),
    ...(call.missing.length === 0 ? [] : ['calls.incomplete']),
    ...call.missing.map((item) => labelled('calls.missing', item)),
    ...(call.rules ?? []).flatMap((rule) => ['calls.violations', labelled('calls.violationsByRule', rule)]),
  ];
};

const count = (call: CallSummary, amount: 1 | -1, into: Increment[]): void => {
  const at = epochOf(call.at);
  const department = call.department ?? UNASSIGNED;
  for (const measure of callTallies(call)) into.push({ measure, at, department, amount, standing: false });
};

/**
 * What a fact of a call adds to which figures, from that fact alone: at the time and in the department of the call. Its end takes out
 * what was counted of the call until then. A call without a summary was logged before there were any.
 */
export const callIncrements = ({ data }: Pick<CallFact, 'data'>): readonly Increment[] => {
  const into: Increment[] = [];
  const was = 'was' in data ? data.was : undefined;
  if (was !== undefined) count(was, -1, into);
  if (data.summary !== undefined) count(data.summary, 1, into);
  return into;
};
