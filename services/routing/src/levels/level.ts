import { epochOf, formatInZone } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';
import { matterOf } from '../cases/matter.ts';

/**
 * LEVEL-2: deadlines not yet met are recomputed from the moment they started; penalties already assessed stand. A deadline that had
 * run out by then is no longer recomputed, known or not, so that a fine does not depend on when the ledger learnt of it. A change
 * older than the one in force changes nothing.
 */
export const changeLevel = (decision: Decision, at: string, level: string, by: string | undefined): void => {
  const { policy } = decision;
  const ms = epochOf(at);
  if (level === decision.state.level || ms < decision.state.levelSince) return;
  decision.emit('LevelChanged', at, { was: decision.dimensions, ...(by === undefined ? {} : { by }) }, { level });
  for (const deadline of decision.state.deadlines) {
    if (deadline.status !== 'pending' || deadline.extended || deadline.due.ms < ms) continue;
    const due = policy.due(deadline.name, {
      matter: { ...matterOf(decision.state), level },
      startedBy: deadline.startedBy,
      startedAt: deadline.started.at,
    });
    if (due === undefined || deadline.explanation.clock === 'given' || due.dueAt === deadline.due.ms) continue;
    decision.emit(
      'DeadlineMoved',
      at,
      {
        deadline: deadline.key,
        name: deadline.name,
        dueAt: formatInZone(due.dueAt, decision.state.zone),
        response: deadline.response,
        wasDueAt: deadline.due.at,
        because: 'level',
        explanation: due.explanation,
      },
      { round: deadline.round },
    );
  }
};
