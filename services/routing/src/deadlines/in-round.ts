import { type Act, type CaseState, type Moment, type Round, momentsOfAct } from '../cases/case-state.ts';

/** Acts that end a round belong to the round they end; all others to the round that is running. */
const endsRound = new Set(['resolved', 'followed-up', 'closed']);

export const inRound = (state: CaseState, round: Round, at: Moment, act: Act): boolean => {
  const next = state.rounds[round.number];
  const { ms } = at;
  const first = round.number === 1;
  return endsRound.has(act)
    ? (first || ms > round.started.ms) && (next === undefined || ms <= next.started.ms)
    : (first || ms >= round.started.ms) && (next === undefined || ms < next.started.ms);
};

/** Whoever has the case when it is handled again has it from the beginning of that round on. */
const isHeldFromStart = (state: CaseState, round: Round): boolean =>
  round.number > 1 && state.holdings.some(({ since }) => since <= round.started.ms);

/** Acts of that sort in the round. Closing a case that nobody reported resolved is its resolution. */
export const actsInRound = (state: CaseState, round: Round, act: Act): readonly Moment[] => {
  const told = momentsOfAct(state, act).filter((at) => inRound(state, round, at, act));
  if (act === 'resolved' && told.length === 0)
    return momentsOfAct(state, 'closed').filter((at) => inRound(state, round, at, 'closed'));
  return act === 'assigned' && isHeldFromStart(state, round) ? [round.started, ...told] : told;
};
