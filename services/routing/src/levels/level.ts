import { formatInZone } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';

/** LEVEL-2: deadlines not yet met are recomputed from the moment they started; penalties already assessed stand. */
export const changeLevel = (decision: Decision, at: string, level: string, by: string | undefined): void => {
  const { policy } = decision;
  if (level === decision.state.level) return;
  decision.emit('LevelChanged', at, { was: decision.dimensions, ...(by === undefined ? {} : { by }) }, { level });
  for (const deadline of decision.state.deadlines) {
    if (deadline.status !== 'pending' || deadline.extended) continue;
    const due = policy.due(deadline.name, { level, startedBy: deadline.startedBy, startedAt: deadline.started.at });
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
