import type { CaseEvent, NewCaseEvent } from '@complaint-ledger/contracts';
import { parseStreamName } from '@complaint-ledger/contracts';
import { type Matter, epochOf } from '@complaint-ledger/policy';
import { evolveDeadline, without } from '../deadlines/evolve-deadline.ts';
import {
  type Act,
  type CaseState,
  type MatterChange,
  type Moment,
  type Pass,
  correctable,
  moment,
  momentsOfAct,
} from './case-state.ts';

/** A case event before or after the log gave it a place. */
export type AnyCaseEvent = NewCaseEvent | CaseEvent;

const insert = (moments: readonly Moment[], added: Moment): readonly Moment[] => {
  const place = moments.findLastIndex((m) => m.ms <= added.ms) + 1;
  return moments.toSpliced(place, 0, added);
};

const act = (state: CaseState, name: Act, at: string): CaseState => ({
  ...state,
  acts: { ...state.acts, [name]: insert(momentsOfAct(state, name), moment(at)) },
});

const dimensionsOf = (dims: AnyCaseEvent['data']['dims']) => ({
  level: dims.level,
  ...(dims.category === undefined ? {} : { category: dims.category }),
  ...(dims.channel === undefined ? {} : { channel: dims.channel }),
  ...(dims.kind === undefined ? {} : { kind: dims.kind }),
  ...(dims.product === undefined ? {} : { product: dims.product }),
  ...(dims.branch === undefined ? {} : { branch: dims.branch }),
});

const isRecorded = (event: AnyCaseEvent): event is CaseEvent => 'stream' in event;

const matterOfOpened = ({ data }: AnyCaseEvent & { type: 'CaseOpened' }): Matter => ({
  ...dimensionsOf(data.dims),
  topics: data.topics,
  customerGroup: data.customerGroup,
  receivingDepartment: data.receivingDepartment,
  outOfHours: data.outOfHours,
  keyCustomer: data.keyCustomer,
});

const changed = (state: CaseState, at: string, by: string, to: Partial<Matter>): readonly MatterChange[] => {
  const change = { at: moment(at), by, changed: to };
  const place = state.matterChanges.findLastIndex((known) => known.at.ms <= change.at.ms) + 1;
  return state.matterChanges.toSpliced(place, 0, change);
};

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
    ...(event.data.receivingDepartment === undefined ? {} : { receivingDepartment: event.data.receivingDepartment }),
    ...(event.data.customerGroup === undefined ? {} : { customerGroup: event.data.customerGroup }),
    ...(event.data.lossFen === undefined ? {} : { lossFen: event.data.lossFen }),
    keyCustomer: event.data.keyCustomer ?? false,
    topics: event.data.topics ?? [],
    outOfHours: event.data.outOfHours ?? false,
    task: event.data.dims.task ?? false,
    filed,
    dueTimes: event.data.dueTimes ?? {},
    ...dimensionsOf(event.data.dims),
    levelSince: filed.ms,
    matter: matterOfOpened(event),
    matterChanges: [],
    corrected: {},
    status: 'open',
    holder: event.data.holder,
    proposed: !held,
    holdings: held ? [{ since: filed.ms, holder: event.data.holder, proposal: false }] : [],
    transfers: 0,
    passes: [],
    handlers: event.data.holder.person === undefined ? [] : [event.data.holder.person],
    rounds: [{ number: 1, started: filed, startedBy: 'filed' }],
    acts: {
      level: [filed],
      ...(held ? { assigned: [filed] } : {}),
      ...(event.data.callMissed === true ? { 'missed-call': [filed] } : {}),
    },
    unreached: [],
    steps: [],
    pauses: [],
    promises: {},
    damages: [],
    violations: [],
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
  if (!wasResolved) return { ...waitsNoMore(settled, event.occurredAt), status: 'resolved', ended: at };
  const isEarlierEnd = round === state.rounds.length && state.ended !== undefined && at.ms < state.ended.ms;
  return isEarlierEnd ? { ...settled, ended: at } : settled;
};

/** LEVEL-2: what had run out by then is owed and fined by the level before. */
const changeLevel = (state: CaseState, event: AnyCaseEvent & { type: 'LevelChanged' }): CaseState => {
  const { level } = event.data.dims;
  const since = epochOf(event.occurredAt);
  return {
    ...act(state, 'level', event.occurredAt),
    level,
    levelSince: since,
    matterChanges: changed(state, event.occurredAt, 'level', { level }),
    deadlines: state.deadlines.map((deadline) =>
      deadline.status === 'pending' && deadline.due.ms >= since ? { ...deadline, level } : deadline,
    ),
  };
};

const reclassify = (state: CaseState, event: AnyCaseEvent & { type: 'CaseReclassified' }): CaseState => {
  const { dims } = event.data;
  const since = epochOf(event.occurredAt);
  const corrected = correctable.filter((name) => dims[name] !== state[name]);
  return {
    ...state,
    ...dimensionsOf(dims),
    corrected: { ...state.corrected, ...Object.fromEntries(corrected.map((name) => [name, since])) },
    matterChanges: changed(
      state,
      event.occurredAt,
      'reclassified',
      Object.fromEntries(corrected.map((name) => [name, dims[name]])),
    ),
  };
};

const waiveDamage = (state: CaseState, id: string): CaseState => ({
  ...state,
  damages: state.damages.map((damage) => (damage.id === id ? { ...damage, state: 'waived' } : damage)),
});

const violated = (state: CaseState, event: AnyCaseEvent & { type: 'RuleViolated' }): CaseState => {
  const { about, rules, missing = [], dims } = event.data;
  if (about === undefined) return state;
  const { round, department } = dims;
  const violation = { id: event.id, at: moment(event.occurredAt), rules, about, missing, round, department };
  return { ...state, violations: [...state.violations, violation] };
};

const requested = (state: CaseState, event: AnyCaseEvent & { type: 'ExtensionRequested' }): CaseState => {
  const { deadline, until, ground } = event.data;
  const request = { at: moment(event.occurredAt), until, ...(ground === undefined ? {} : { ground }) };
  return { ...state, requests: { ...state.requests, [deadline]: request } };
};

/** What is settled waits for nothing any more. */
const waitsNoMore = (state: CaseState, at: string): CaseState => ({
  ...state,
  pauses: state.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: moment(at) } : pause)),
});

const apply = (state: CaseState, event: AnyCaseEvent): CaseState => {
  switch (event.type) {
    case 'CaseOpened':
      return state;
    case 'CaseAssigned':
      return hold(state, event);
    case 'CaseTransferred':
      return { ...hold(state, event), transfers: event.data.count, passes: pass(state, event) };
    case 'DeadlineStarted':
    case 'DeadlineMoved':
    case 'DeadlineMet':
    case 'DeadlineMissed':
    case 'MissedDeadlineMet':
    case 'DeadlineMissReversed':
    case 'DeadlineLapsed':
    case 'PenaltyAssessed':
    case 'PenaltyReversed':
      return evolveDeadline(state, event);
    case 'PenaltyWaived':
      return evolveDeadline(waiveDamage(state, event.data.penalty), event);
    case 'CustomerContacted': {
      const { reached, firstAfterMs, dims } = event.data;
      if (!reached) return { ...state, unreached: insert(state.unreached, moment(event.occurredAt)) };
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
      return requested(state, event);
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
        ...waitsNoMore(act(state, 'closed', event.occurredAt), event.occurredAt),
        status: 'closed',
        ended: moment(event.occurredAt),
        outcome: event.data.outcome,
      };
    case 'CaseEscalated':
      return act(state, `escalated:${event.data.to}`, event.occurredAt);
    case 'InvestigationRecorded': {
      const { step, signedBy, until } = event.data;
      if (step === undefined) return state;
      const done = {
        at: moment(event.occurredAt),
        step,
        ...(signedBy === undefined ? {} : { signedBy }),
        ...(until === undefined ? {} : { until }),
      };
      return act({ ...state, steps: [...state.steps, done] }, `step:${step}`, event.occurredAt);
    }
    case 'CasePaused':
      return { ...state, pauses: [...state.pauses, { from: moment(event.occurredAt), reason: event.data.reason }] };
    case 'CaseResumed':
      return waitsNoMore(state, event.occurredAt);
    case 'CallBackPromised': {
      const next = act(state, 'promised', event.occurredAt);
      return { ...next, promises: { ...state.promises, [epochOf(event.occurredAt)]: event.data.until } };
    }
    case 'DamagePenaltyAssessed': {
      const { penalty: id, dims, amountFen = 0 } = event.data;
      const assessed = { id, at: event.occurredAt, department: dims.department, amountFen, state: 'assessed' } as const;
      return { ...state, damages: [...state.damages, assessed] };
    }
    case 'RepeatLinked':
      return { ...state, repeat: { of: event.data.of, number: event.data.number } };
    case 'RuleViolated':
      return violated(state, event);
    case 'RuleViolationReversed':
      return { ...state, violations: state.violations.filter(({ id }) => id !== event.data.violation) };
    case 'TransferRuleViolated':
    case 'TransferRefused':
    case 'CompensationGranted':
    case 'CommandRefused':
    case 'CallBackRenewed':
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
