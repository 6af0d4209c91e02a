import { epochOf } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';
import { remeasureDeadlines } from '../deadlines/remeasure.ts';

/**
 * LEVEL-2: deadlines not yet met are recomputed from the moment they started; penalties already assessed stand. A change older than
 * the one in force changes nothing.
 */
export const changeLevel = (decision: Decision, at: string, level: string, by: string | undefined): void => {
  if (level === decision.state.level || epochOf(at) < decision.state.levelSince) return;
  decision.emit('LevelChanged', at, { was: decision.dimensions, ...(by === undefined ? {} : { by }) }, { level });
  remeasureDeadlines(decision, at, 'level');
};
