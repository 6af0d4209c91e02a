import type { CaseEventType } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { type CaseState, type Deadline, moment } from '../cases/case-state.ts';
import type { CaseEventOf } from '../cases/any-case-event.ts';

type DeadlineEventType = Extract<
  CaseEventType,
  `Deadline${string}` | 'MissedDeadlineMet' | 'PenaltyAssessed' | 'PenaltyReversed' | 'PenaltyWaived'
>;

const change = (state: CaseState, key: string, by: (deadline: Deadline) => Deadline): CaseState => ({
  ...state,
  deadlines: state.deadlines.map((deadline) => (deadline.key === key ? by(deadline) : deadline)),
});

export const without = <T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => {
  const { [key]: _, ...others } = all;
  return others;
};

/** A pause delays what was owed before; what is granted or promised anew is delayed only by what is still to come. */
const move = (deadline: Deadline, event: CaseEventOf<'DeadlineMoved'>): Deadline => {
  const { because, explanation } = event.data;
  const due = moment(event.data.dueAt);
  const extended = deadline.extended || because === 'extension';
  const moved = { ...deadline, due, explanation, extended, first: extended ? deadline.first : due };
  if (because === 'pause') return moved;
  const isRecomputed = because === 'level' || because === 'reclassified';
  return { ...moved, own: due, runsFrom: isRecomputed ? deadline.started.ms : epochOf(event.occurredAt) };
};

/** The case after one more event about a deadline or its fine. */
export const evolveDeadline = (state: CaseState, event: CaseEventOf<DeadlineEventType>): CaseState => {
  switch (event.type) {
    case 'DeadlineStarted':
      return {
        ...state,
        deadlines: [
          ...state.deadlines,
          {
            key: event.data.deadline,
            name: event.data.name,
            round: event.data.dims.round,
            response: event.data.response,
            level: event.data.dims.level,
            started: moment(event.data.explanation.startedAt),
            startedBy: event.data.explanation.startedBy,
            due: moment(event.data.dueAt),
            own: moment(event.data.dueAt),
            first: moment(event.data.dueAt),
            runsFrom: epochOf(event.data.explanation.startedAt),
            callBack: event.data.callBack ?? false,
            ...(event.data.callBackPerson === undefined ? {} : { callBackPerson: event.data.callBackPerson }),
            explanation: event.data.explanation,
            extended: false,
            status: 'pending',
          },
        ],
      };
    case 'DeadlineMoved':
      return {
        ...change(state, event.data.deadline, (deadline) => move(deadline, event)),
        ...(event.data.because === 'extension'
          ? {
              requests: without(state.requests, event.data.deadline),
              grants: without(state.grants, event.data.deadline),
            }
          : {}),
      };
    case 'DeadlineMet':
      return change(state, event.data.deadline, (d) => ({ ...d, status: 'met', met: moment(event.data.metAt) }));
    case 'DeadlineMissed':
      return change(state, event.data.deadline, (deadline) => ({
        ...deadline,
        status: 'missed',
        missed: event.id,
        missedDepartment: event.data.dims.department,
        ...(event.data.metAt === undefined ? {} : { met: moment(event.data.metAt) }),
      }));
    case 'MissedDeadlineMet':
      return change(state, event.data.deadline, (d) => ({ ...d, met: moment(event.data.metAt) }));
    case 'DeadlineMissReversed':
      return change(state, event.data.deadline, ({ met: _, missed: __, missedDepartment: ___, ...deadline }) =>
        event.data.metAt === undefined
          ? { ...deadline, status: 'pending' }
          : { ...deadline, status: 'met', met: moment(event.data.metAt) },
      );
    case 'DeadlineLapsed':
      return change(state, event.data.deadline, (deadline) => ({
        ...deadline,
        status: 'lapsed',
        lapsed: moment(event.data.lapsedAt),
      }));
    case 'PenaltyAssessed':
      return change(state, event.data.deadline, (deadline) => ({
        ...deadline,
        penalty: {
          id: event.data.penalty,
          amountFen: event.data.amountFen,
          department: event.data.dims.department,
          state: 'assessed',
        },
      }));
    case 'PenaltyReversed':
    case 'PenaltyWaived':
      return change(state, event.data.deadline, (deadline) =>
        deadline.penalty === undefined
          ? deadline
          : {
              ...deadline,
              penalty: { ...deadline.penalty, state: event.type === 'PenaltyReversed' ? 'reversed' : 'waived' },
            },
      );
    default: {
      const unknown: never = event;
      throw new TypeError(`unknown deadline event ${JSON.stringify(unknown)}`);
    }
  }
};
