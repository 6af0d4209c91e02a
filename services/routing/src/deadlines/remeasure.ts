import { epochOf } from '@complaint-ledger/policy';
import { moment } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { matterOf } from '../cases/matter.ts';
import { lapseDeadline, moveDeadline } from './declare.ts';

/**
 * LEVEL-2: what is not yet met is counted again, from its own beginning, by the length that the pack sets for the matter as it is now;
 * where it sets none, nothing is owed any more. What had run out by then is no longer recomputed, known or not, so that a fine does
 * not depend on when the ledger learnt of it; nor is what was extended, or due when the source said.
 */
export const remeasureDeadlines = (decision: Decision, at: string, because: 'level' | 'reclassified'): void => {
  const { policy } = decision;
  const ms = epochOf(at);
  for (const deadline of decision.state.deadlines) {
    if (deadline.status !== 'pending' || deadline.extended || deadline.due.ms < ms) continue;
    const rule = policy.deadlines.find(({ id }) => id === deadline.name);
    // What runs since the present level begins anew with it.
    if (rule === undefined || rule.starts === 'level' || deadline.explanation.clock === 'given') continue;
    const matter = matterOf(decision.state);
    if (rule.when !== undefined && !policy.fits(rule.when, matter)) continue;
    const due = policy.due(deadline.name, {
      matter,
      startedBy: deadline.startedBy,
      startedAt: deadline.started.at,
    });
    if (due === undefined) lapseDeadline(decision, deadline, moment(at));
    else if (due.dueAt !== deadline.own.ms) moveDeadline(decision, deadline, at, because, due);
  }
};
