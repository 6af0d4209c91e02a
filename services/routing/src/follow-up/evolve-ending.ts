import { withAct } from '../cases/acts.ts';
import type { CaseEventOf } from '../cases/any-case-event.ts';
import { type CaseState, moment } from '../cases/case-state.ts';
import { waitsNoMore } from '../pauses/evolve-pause.ts';

const resolve = (state: CaseState, event: CaseEventOf<'CaseResolved'>): CaseState => {
  const { dims, elapsedMs, verdict, wasResolved = false } = event.data;
  const { round, department } = dims;
  const at = moment(event.occurredAt);
  const resolution = {
    round,
    occurredAt: event.occurredAt,
    department,
    elapsedMs,
    ...(verdict === undefined ? {} : { verdict }),
  };
  const settled = {
    ...withAct(state, 'resolved', event.occurredAt),
    resolutions: [...state.resolutions.filter((known) => known.round !== round), resolution],
  };
  if (!wasResolved) return { ...waitsNoMore(settled, event.occurredAt), status: 'resolved', ended: at };
  const isEarlierEnd = round === state.rounds.length && state.ended !== undefined && at.ms < state.ended.ms;
  return isEarlierEnd ? { ...settled, ended: at } : settled;
};

/** The case after it was settled, followed up, closed or handled again. */
export const evolveEnding = (
  state: CaseState,
  event: CaseEventOf<'CaseResolved' | 'CustomerFollowedUp' | 'CaseReopened' | 'CaseClosed'>,
): CaseState => {
  switch (event.type) {
    case 'CaseResolved':
      return resolve(state, event);
    case 'CustomerFollowedUp': {
      const reached = event.data.reached ? withAct(state, 'followed-up', event.occurredAt) : state;
      const { answers, answersOutdated = false } = event.data;
      const counted = { occurredAt: event.occurredAt, department: event.data.dims.department };
      const next =
        answers === undefined || answersOutdated ? reached : { ...reached, surveyAnswers: { ...counted, answers } };
      if (event.data.satisfied === undefined && event.data.rating === undefined) return next;
      if (event.data.outdated === true) return next;
      return {
        ...next,
        survey: {
          ...counted,
          ...(event.data.satisfied === undefined ? {} : { satisfied: event.data.satisfied }),
          ...(event.data.rating === undefined ? {} : { rating: event.data.rating }),
        },
      };
    }
    case 'CaseReopened': {
      const { ended: _, outcome: __, ...rest } = state;
      return {
        ...rest,
        status: 'open',
        withdrawn: false,
        rounds: [
          ...state.rounds,
          {
            number: event.data.dims.round,
            started: moment(event.occurredAt),
            startedBy: event.data.because === 'not-satisfied' ? 'follow-up: not satisfied' : 'reopened',
          },
        ],
      };
    }
    case 'CaseClosed':
      return {
        ...waitsNoMore(withAct(state, 'closed', event.occurredAt), event.occurredAt),
        status: 'closed',
        ended: moment(event.occurredAt),
        outcome: event.data.outcome,
      };
    default:
      return event satisfies never;
  }
};
