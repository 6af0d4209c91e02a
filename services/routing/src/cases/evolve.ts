import type { CaseEvent, NewCaseEvent } from '@complaint-ledger/contracts';
import { parseStreamName } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { type Act, type CaseState, type Deadline, type Moment, type Pass, correctable } from './case-state.ts';

/** A case event before or after the log gave it a place. */
export type AnyCaseEvent = NewCaseEvent | CaseEvent;

export const moment = (at: string): Moment => ({ at, ms: epochOf(at) });

const insert = (moments: readonly Moment[], added: Moment): readonly Moment[] => {
  const place = moments.findLastIndex((m) => m.ms <= added.ms) + 1;
  return moments.toSpliced(place, 0, added);
};

const act = (state: CaseState, name: Act, at: string): CaseState => ({
  ...state,
  acts: { ...state.acts, [name]: insert(state.acts[name], moment(at)) },
});

const change = (state: CaseState, key: string, by: (deadline: Deadline) => Deadline): CaseState => ({
  ...state,
  deadlines: state.deadlines.map((deadline) => (deadline.key === key ? by(deadline) : deadline)),
});

const without = (all: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> => {
  const { [key]: _, ...others } = all;
  return others;
};

const dimensionsOf = (dims: AnyCaseEvent['data']['dims']) => ({
  level: dims.level,
  ...(dims.category === undefined ? {} : { category: dims.category }),
  ...(dims.channel === undefined ? {} : { channel: dims.channel }),
  ...(dims.kind === undefined ? {} : { kind: dims.kind }),
  ...(dims.product === undefined ? {} : { product: dims.product }),
  ...(dims.branch === undefined ? {} : { branch: dims.branch }),
});

const isRecorded = (event: AnyCaseEvent): event is CaseEvent => 'stream' in event;

const open = (event: AnyCaseEvent & { type: 'CaseOpened' }, id: string): CaseState => {
  const filed = moment(event.data.dims.filedAt);
  const held = Object.keys(event.data.holder).length > 0;
  return {
    id,
    externalId: event.data.externalId,
    source: event.data.dims.source,
    policy: event.data.dims.policy,
    policyVersion: event.data.policyVersion,
    zone: event.data.dims.zone,
    ...(event.data.owner === undefined ? {} : { owner: event.data.owner }),
    customer: event.data.customer,
    filed,
    dueTimes: event.data.dueTimes ?? {},
    ...dimensionsOf(event.data.dims),
    levelSince: filed.ms,
    corrected: {},
    status: 'open',
    holder: event.data.holder,
    proposed: !held,
    holdings: held ? [{ since: filed.ms, holder: event.data.holder, proposal: false }] : [],
    transfers: 0,
    passes: [],
    handlers: event.data.holder.person === undefined ? [] : [event.data.holder.person],
    rounds: [{ number: 1, started: filed, startedBy: 'filed' }],
    acts: { assigned: held ? [filed] : [], contacted: [], resolved: [], 'followed-up': [], closed: [] },
    deadlines: [],
    withdrawn: false,
    resolutions: [],
    requests: {},
    grants: {},
    fact: event.data.fact ?? -1,
    revision: 1,
  };
};

const withHandler = (handlers: readonly string[], person: string | undefined): readonly string[] =>
  person === undefined || handlers.includes(person) ? handlers : [...handlers, person];

/** Who only a rule or system has named does not handle the matter yet (XFER-2). */
const handlersAfter = ({ handlers }: CaseState, event: HandedOver): readonly string[] => {
  const { holder, to = holder } = event.data;
  if (event.type === 'CaseTransferred') return withHandler(withHandler(handlers, event.data.from.person), to.person);
  return event.data.proposal ? handlers : withHandler(handlers, to.person);
};

type HandedOver = AnyCaseEvent & { type: 'CaseAssigned' | 'CaseTransferred' };

const hold = (state: CaseState, event: HandedOver): CaseState => {
  const { holder, to = holder } = event.data;
  const since = epochOf(event.occurredAt);
  const place = state.holdings.findLastIndex((holding) => holding.since <= since) + 1;
  const proposal = event.type === 'CaseAssigned' && event.data.proposal;
  return act(
    {
      ...state,
      holder,
      proposed: proposal,
      holdings: state.holdings.toSpliced(place, 0, { since, holder: to, proposal }),
      handlers: handlersAfter(state, event),
    },
    'assigned',
    event.occurredAt,
  );
};

const pass = (state: CaseState, event: AnyCaseEvent & { type: 'CaseTransferred' }): readonly Pass[] => {
  const at = moment(event.occurredAt);
  const place = state.passes.findLastIndex((earlier) => earlier.at.ms <= at.ms) + 1;
  return state.passes.toSpliced(place, 0, { at, event: event.id, unit: event.data.unit });
};

const resolve = (state: CaseState, event: AnyCaseEvent & { type: 'CaseResolved' }): CaseState => {
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
    ...act(state, 'resolved', event.occurredAt),
    resolutions: [...state.resolutions.filter((known) => known.round !== round), resolution],
  };
  if (!wasResolved) return { ...settled, status: 'resolved', ended: at };
  const isEarlierEnd = round === state.rounds.length && state.ended !== undefined && at.ms < state.ended.ms;
  return isEarlierEnd ? { ...settled, ended: at } : settled;
};

/** LEVEL-2: what had run out by then is owed and fined by the level before. */
const changeLevel = (state: CaseState, event: AnyCaseEvent & { type: 'LevelChanged' }): CaseState => {
  const { level } = event.data.dims;
  const since = epochOf(event.occurredAt);
  return {
    ...state,
    level,
    levelSince: since,
    deadlines: state.deadlines.map((deadline) =>
      deadline.status === 'pending' && deadline.due.ms >= since ? { ...deadline, level } : deadline,
    ),
  };
};

const reclassify = (state: CaseState, event: AnyCaseEvent & { type: 'CaseReclassified' }): CaseState => {
  const { dims } = event.data;
  const since = epochOf(event.occurredAt);
  const corrected = correctable.filter((name) => dims[name] !== state[name]).map((name) => [name, since]);
  return { ...state, ...dimensionsOf(dims), corrected: { ...state.corrected, ...Object.fromEntries(corrected) } };
};

const apply = (state: CaseState, event: AnyCaseEvent): CaseState => {
  switch (event.type) {
    case 'CaseOpened':
      return state;
    case 'CaseAssigned':
      return hold(state, event);
    case 'CaseTransferred':
      return { ...hold(state, event), transfers: event.data.count, passes: pass(state, event) };
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
            explanation: event.data.explanation,
            extended: false,
            status: 'pending',
          },
        ],
      };
    case 'DeadlineMoved':
      return {
        ...change(state, event.data.deadline, (deadline) => ({
          ...deadline,
          due: moment(event.data.dueAt),
          explanation: event.data.explanation,
          extended: deadline.extended || event.data.because === 'extension',
        })),
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
      return change(state, event.data.deadline, (deadline) => ({ ...deadline, status: 'lapsed' }));
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
    case 'CustomerContacted': {
      const { reached, firstAfterMs, dims } = event.data;
      if (!reached) return state;
      const next = act(state, 'contacted', event.occurredAt);
      return firstAfterMs === undefined
        ? next
        : { ...next, firstContact: { occurredAt: event.occurredAt, department: dims.department, firstAfterMs } };
    }
    case 'LevelChanged':
      return changeLevel(state, event);
    case 'CaseReclassified':
      return reclassify(state, event);
    case 'ExtensionRequested':
      return { ...state, requests: { ...state.requests, [event.data.deadline]: event.data.until } };
    case 'ExtensionGranted': {
      const { deadline, until } = event.data;
      if (until === undefined) return { ...state, grants: { ...state.grants, [deadline]: event.id } };
      return { ...state, requests: without(state.requests, deadline) };
    }
    case 'ExtensionRefused':
      return { ...state, requests: without(state.requests, event.data.deadline) };
    case 'CaseResolved':
      return resolve(state, event);
    case 'CustomerFollowedUp': {
      const next = event.data.reached ? act(state, 'followed-up', event.occurredAt) : state;
      if (event.data.satisfied === undefined && event.data.rating === undefined) return next;
      if (event.data.outdated === true) return next;
      return {
        ...next,
        survey: {
          occurredAt: event.occurredAt,
          department: event.data.dims.department,
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
        ...act(state, 'closed', event.occurredAt),
        status: 'closed',
        ended: moment(event.occurredAt),
        outcome: event.data.outcome,
      };
    case 'TransferRuleViolated':
    case 'TransferRefused':
    case 'CommandRefused':
    case 'CaseEscalated':
    case 'InvestigationRecorded':
    case 'CompensationGranted':
    case 'PenaltyAppealed':
      return state;
    case 'CaseWithdrawn':
      return { ...state, withdrawn: true };
    default: {
      const unknown: never = event;
      throw new TypeError(`unknown case event ${JSON.stringify(unknown)}`);
    }
  }
};

/** The case after one more event; `undefined` before it was opened. Pure. */
export const evolve = (state: CaseState | undefined, event: AnyCaseEvent, caseId?: string): CaseState | undefined => {
  if (event.type === 'CaseOpened')
    return open(event, caseId ?? (isRecorded(event) ? parseStreamName(event.stream).id : ''));
  if (state === undefined) return undefined;
  const next = apply(state, event);
  return { ...next, revision: state.revision + 1, fact: Math.max(state.fact, event.data.fact ?? -1) };
};
