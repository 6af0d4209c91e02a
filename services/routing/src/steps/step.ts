import { type StepRule, epochOf } from '@complaint-ledger/policy';
import { type Breach, roundAt } from '../cases/breach.ts';
import { type CaseState, momentsOfAct } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { fittedAt } from '../cases/fitted-at.ts';
import { inRound } from '../deadlines/in-round.ts';
import { HEAD, headAt } from '../escalations/head-handles.ts';

export interface StepDone {
  readonly step?: string | undefined;
  readonly signedBy?: string | undefined;
  /** Due time that the step names, such as that on a memo (ESC-4). */
  readonly until?: string | undefined;
  readonly by?: string | undefined;
}

/** RES-3: each step of handling is an event. */
export const recordStep = (decision: Decision, at: string, { step, signedBy, until, by }: StepDone): void => {
  decision.emit('InvestigationRecorded', at, {
    ...(step === undefined ? {} : { step }),
    ...(signedBy === undefined ? {} : { signedBy }),
    ...(until === undefined ? {} : { until }),
    ...(by === undefined ? {} : { by }),
  });
};

const actsFor = (name: string): readonly string[] => (name === 'resolved' ? ['resolved', 'closed'] : [`step:${name}`]);

/** Whether the step, or the settlement, was done by then (ms), in the round that ran then: in a new one all is handled anew (FUP-2). */
export const wasDone = (state: CaseState, name: string, ms: number): boolean => {
  const round = roundAt(state, ms);
  return actsFor(name).some((act) =>
    momentsOfAct(state, act).some((done) => done.ms <= ms && inRound(state, round, done, act)),
  );
};

const ruleOf = ({ pack }: Decision['policy'], step: string | undefined): StepRule | undefined =>
  step !== undefined && pack.steps !== undefined && Object.hasOwn(pack.steps, step) ? pack.steps[step] : undefined;

/** What comes before the step: a step that this matter does not have is passed over for the one before it. */
const neededBefore = (decision: Decision, { after }: StepRule, at: string): string | undefined => {
  const rule = ruleOf(decision.policy, after);
  const isPassedOver = rule?.when !== undefined && !fittedAt(decision, rule.when, at);
  return isPassedOver ? neededBefore(decision, rule, at) : after;
};

/** RES-3, RES-6: what should have been done before this step. */
export const outOfTurn = (decision: Decision, at: string, { step }: StepDone): readonly Breach[] => {
  const rule = ruleOf(decision.policy, step);
  const after = rule === undefined ? undefined : neededBefore(decision, rule, at);
  if (rule === undefined || after === undefined || wasDone(decision.state, after, epochOf(at))) return [];
  if (rule.when !== undefined && !fittedAt(decision, rule.when, at)) return [];
  return [
    {
      rules: [rule.rule ?? 'RES-3'],
      about: `steps.${step}.after`,
      reason: `“${rule.en}” comes after ${after === 'resolved' ? 'the matter is resolved' : `the step ${after}`}`,
      missing: [after],
    },
  ];
};

/**
 * ESC-4: whose signature the step bears. Told, it must be that of the head, or name the office, that the pack says; not told, whoever
 * records the step signs it, if they are that head or hold that office. A head that nobody knows is taken at the word of who signs.
 */
export const signatureOf = (
  decision: Decision,
  at: string,
  { step, signedBy, by }: StepDone,
  authorities: readonly string[] = [],
): { readonly signedBy?: string | undefined; readonly unsigned: readonly Breach[] } => {
  const rule = ruleOf(decision.policy, step);
  const wanted = rule?.signedBy;
  const isAsked = wanted !== undefined && (rule?.when === undefined || fittedAt(decision, rule.when, at));
  if (rule === undefined || !isAsked) return { signedBy, unsigned: [] };
  const head = headAt(decision, at);
  const own = wanted === HEAD ? by === head && head : holds(authorities, wanted) && wanted;
  const signature = signedBy ?? (own === false ? undefined : own);
  const isSigned = signature !== undefined && signature === (wanted === HEAD ? (head ?? signature) : wanted);
  if (isSigned) return { signedBy: signature, unsigned: [] };
  const whose = wanted === HEAD ? `the head of the department${head === undefined ? '' : `, ${head}`}` : wanted;
  return {
    signedBy,
    unsigned: [
      {
        rules: [rule.rule ?? 'ESC-4'],
        about: `steps.${step}.signedBy`,
        reason: `“${rule.en}” is signed by ${whose}`,
        missing: [wanted === HEAD ? (head ?? HEAD) : wanted],
      },
    ],
  };
};

/** Whether one of the caller's authorities is that role or office; `*` holds them all. */
export const holds = (authorities: readonly string[], wanted: string): boolean =>
  authorities.includes('*') || authorities.includes(wanted);

/** What a violation by missing steps is about. */
export const STEPS = 'steps';

/** RES-3, RES-6: steps that the matter needs before it is resolved, or closed, and that nobody has done in this round. */
export const missingSteps = (
  decision: Decision,
  before: readonly ('resolved' | 'closed')[],
  at: string,
): readonly Breach[] => {
  const { state, policy } = decision;
  const ms = epochOf(at);
  const missing = Object.entries(policy.pack.steps ?? {}).filter(
    ([id, rule]) =>
      rule.before !== undefined &&
      before.includes(rule.before) &&
      (rule.when === undefined || fittedAt(decision, rule.when, at)) &&
      !wasDone(state, id, ms),
  );
  const [first, ...others] = [...new Set(missing.map(([, { rule }]) => rule ?? 'RES-3'))];
  if (first === undefined) return [];
  return [
    {
      rules: [first, ...others],
      about: STEPS,
      reason: `not done yet: ${missing.map(([, { en }]) => en).join(', ')}`,
      missing: missing.map(([id]) => id),
    },
  ];
};
