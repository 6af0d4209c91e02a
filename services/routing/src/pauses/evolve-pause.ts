import { type CaseState, moment } from '../cases/case-state.ts';

/** The pause that lasts is over; what is settled waits for nothing, either. */
export const waitsNoMore = (state: CaseState, at: string): CaseState => ({
  ...state,
  pauses: state.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: moment(at) } : pause)),
});
