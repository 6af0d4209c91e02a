import type { CaseState, Violation } from './case-state.ts';
import type { Decision } from './decision.ts';
import { untoldBy } from '../escalations/escalation.ts';
import { STEPS, wasDone } from '../steps/step.ts';

/** Whether nothing of what it was found to lack was lacking then, as the case is known now. */
const wasKept = (state: CaseState, { about, missing, at }: Violation): boolean => {
  if (missing.length === 0) return false;
  if (about.startsWith('escalations.')) return untoldBy(state, missing, at.ms).length === 0;
  if (about === STEPS || about.endsWith('.after')) return missing.every((name) => wasDone(state, name, at.ms));
  return false;
};

/** Late facts never rewrite: a violation that a late fact shows to be none is taken back by an event that names it. */
export const takeBackViolations = (decision: Decision, at: string): void => {
  for (const violation of decision.state.violations) {
    if (!wasKept(decision.state, violation)) continue;
    const { id, rules, about, department, round, by } = violation;
    decision.emit(
      'RuleViolationReversed',
      at,
      {
        rules: [...rules],
        violation: id,
        violatedAt: violation.at.at,
        about,
        ...(by === undefined ? {} : { by }),
      },
      { department, round },
    );
  }
};
