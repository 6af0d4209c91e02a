import { type Act, type CaseState, type Moment, moment, momentsOfAct } from './case-state.ts';

/** With one more, in the order of time. */
export const withMoment = (moments: readonly Moment[], added: Moment): readonly Moment[] => {
  const place = moments.findLastIndex((m) => m.ms <= added.ms) + 1;
  return moments.toSpliced(place, 0, added);
};

/** The case after one more act of that sort. */
export const withAct = (state: CaseState, name: Act, at: string): CaseState => ({
  ...state,
  acts: { ...state.acts, [name]: withMoment(momentsOfAct(state, name), moment(at)) },
});
