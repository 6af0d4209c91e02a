import { type PeriodBounds, type Policy, formatInZone } from '@complaint-ledger/policy';
import type { Compared } from './figures.ts';
import type { Findings } from './findings.ts';
import type { WhatIf } from './what-if.ts';

const sideBySide = (figures: readonly Compared[]) =>
  Object.fromEntries(figures.map(({ path, before, after }) => [path, { before, after, difference: after - before }]));

const findingsOf = (findings: Findings) => ({
  wouldHaveBeenAllowed: findings.wouldHaveBeenAllowed.toObject(),
  wouldHaveBeenRefused: findings.wouldHaveBeenRefused.toObject(),
  unknown: Object.fromEntries([...findings.unknown].map(([of, counts]) => [of, counts.toObject()])),
  toldAsFacts: findings.toldAsFacts.toObject(),
  refusalsKept: findings.refusalsKept.toObject(),
  refusalsLifted: findings.refusalsLifted.toObject(),
  leftOut: findings.leftOut.toObject(),
  handoversNotJudged: findings.handoversNotJudged,
  packsGone: findings.packsGone.toObject(),
});

/** The same as the table, for programs; money in fen, times in the zone of the pack. */
export const whatIfDocument = (result: WhatIf, policy: Policy, bounds: PeriodBounds, only: string | undefined) => ({
  pack: { id: policy.id, version: policy.version },
  from: formatInZone(bounds.from, policy.zone),
  to: formatInZone(bounds.to, policy.zone),
  zone: policy.zone,
  position: result.position,
  matters: result.matters,
  company: sideBySide(result.company),
  departments: Object.fromEntries(
    [...result.departments]
      .filter(([id]) => only === undefined || id === only)
      .map(([id, figures]) => [id, sideBySide(figures)]),
  ),
  findings: findingsOf(result.findings),
});
