import { type CaseState, type Moment, type Pause, moment, momentsOfAct } from '../cases/case-state.ts';

const closed = (state: CaseState, to: Moment, ends: (pause: Pause) => boolean): CaseState => ({
  ...state,
  pauses: state.pauses.map((pause) => (ends(pause) ? { ...pause, to } : pause)),
});

/** What is settled waits for nothing: every pause that lasts is over. */
export const waitsNoMore = (state: CaseState, at: string): CaseState =>
  closed(state, moment(at), ({ to }) => to === undefined);

/** Whether it waited then (ms), as far as is known. */
export const waitedAt = ({ from, to }: Pause, ms: number): boolean => from.ms <= ms && (to === undefined || to.ms > ms);

/** It waits from then on; told late, until it was settled, when that is known already. */
export const paused = (state: CaseState, at: string, reason: string): CaseState => {
  const from = moment(at);
  const settled = ['resolved', 'closed'].flatMap((act) => momentsOfAct(state, act)).filter(({ ms }) => ms >= from.ms);
  const [to] = settled.toSorted((a, b) => a.ms - b.ms);
  return { ...state, pauses: [...state.pauses, { from, reason, ...(to === undefined ? {} : { to }) }] };
};

/** It waits no more; a pause that began later, and was known before, lasts. */
export const resumed = (state: CaseState, at: string): CaseState => {
  const to = moment(at);
  return closed(state, to, (pause) => waitedAt(pause, to.ms));
};
