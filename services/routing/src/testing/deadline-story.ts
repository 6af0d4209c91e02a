import type { PolicyPack } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { caseSpec, learnt, on, standardBut } from './case-spec.ts';
import { words } from './words.ts';

type Rules = PolicyPack['deadlines'];
export type Rule = Rules[string];

/** A deadline of a pack. */
export const rule = (starts: string, metBy: string, within: Rule['within'], more: Partial<Rule> = {}): Rule => ({
  name: words(`${starts} to ${metBy}`),
  starts,
  metBy,
  within,
  ...more,
});

/** A complaint under a pack with just these deadlines; nobody need call back. */
export const under = (deadlines: Rules, parts: Partial<PolicyPack> = {}) =>
  caseSpec(
    standardBut({ deadlines, escalations: {}, headHandles: [], steps: {}, followUp: { required: false }, ...parts }),
  );

/** A complaint of nine o'clock, and what can be told of it. */
export const complaint = (data: object = {}) => {
  const tell = factsOf('C1');
  return {
    tell,
    filed: learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', ...data })),
    level: (at: string, level: string, knownAt = at) => learnt(tell('LevelChangeReported', at, { level }), knownAt),
    reached: (at: string, knownAt = at) => learnt(tell('ContactReported', at, { reached: true }), knownAt),
    told: (at: string, to: string, knownAt = at) => learnt(tell('EscalationReported', at, { to }), knownAt),
    step: (at: string, step: string, until?: string) =>
      learnt(tell('InvestigationReported', at, { step, ...(until === undefined ? {} : { until }) })),
    resolved: (at: string, knownAt = at) => learnt(tell('ResolutionReported', at, {}), knownAt),
    reopened: (at: string) => learnt(tell('ReopeningReported', at, {})),
    closed: (at: string) => learnt(tell('ClosureReported', at, { outcome: 'withdrawn' })),
  };
};
