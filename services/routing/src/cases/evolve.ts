import { type CaseEvent, parseStreamName } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { evolveDeadline } from '../deadlines/evolve-deadline.ts';
import { evolveExtension } from '../extensions/evolve-extension.ts';
import { evolveEnding } from '../follow-up/evolve-ending.ts';
import { paused, resumed } from '../pauses/evolve-pause.ts';
import { evolveHolding } from '../transfers/evolve-holding.ts';
import { withAct, withMoment } from './acts.ts';
import type { AnyCaseEvent, CaseEventOf } from './any-case-event.ts';
import { type CaseState, moment } from './case-state.ts';
import { evolveCategories, evolveLevel } from './evolve-dimensions.ts';
import { openedCase } from './evolve-opening.ts';

export type { AnyCaseEvent } from './any-case-event.ts';

const isRecorded = (event: AnyCaseEvent): event is CaseEvent => 'stream' in event;

const waiveDamage = (state: CaseState, id: string): CaseState => ({
  ...state,
  damages: state.damages.map((damage) => (damage.id === id ? { ...damage, state: 'waived' } : damage)),
});

const violated = (state: CaseState, event: CaseEventOf<'RuleViolated'>): CaseState => {
  const { about, rules, missing = [], dims } = event.data;
  if (about === undefined) return state;
  const { round, department } = dims;
  const by = event.data.by ?? (event.actor.kind === 'person' ? event.actor.id : undefined);
  const violation = {
    id: event.id,
    at: moment(event.occurredAt),
    rules,
    about,
    missing,
    round,
    department,
    ...(by === undefined ? {} : { by }),
  };
  return { ...state, violations: [...state.violations, violation] };
};

const apply = (state: CaseState, event: AnyCaseEvent): CaseState => {
  switch (event.type) {
    case 'CaseOpened':
      return state;
    case 'CaseAssigned':
    case 'CaseTransferred':
      return evolveHolding(state, event);
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
      if (!reached) return { ...state, unreached: withMoment(state.unreached, moment(event.occurredAt)) };
      const next = withAct(state, 'contacted', event.occurredAt);
      return firstAfterMs === undefined
        ? next
        : { ...next, firstContact: { occurredAt: event.occurredAt, department: dims.department, firstAfterMs } };
    }
    case 'LevelChanged':
      return evolveLevel(state, event);
    case 'CaseReclassified':
      return evolveCategories(state, event);
    case 'ExtensionRequested':
    case 'ExtensionGranted':
    case 'ExtensionRefused':
      return evolveExtension(state, event);
    case 'CaseResolved':
    case 'CustomerFollowedUp':
    case 'CaseReopened':
    case 'CaseClosed':
      return evolveEnding(state, event);
    case 'CaseEscalated':
      return withAct(state, `escalated:${event.data.to}`, event.occurredAt);
    case 'InvestigationRecorded': {
      const { step, signedBy, until } = event.data;
      if (step === undefined) return state;
      const done = {
        at: moment(event.occurredAt),
        step,
        ...(signedBy === undefined ? {} : { signedBy }),
        ...(until === undefined ? {} : { until }),
      };
      return withAct({ ...state, steps: [...state.steps, done] }, `step:${step}`, event.occurredAt);
    }
    case 'CasePaused':
      return paused(state, event.occurredAt, event.data.reason);
    case 'CaseResumed':
      return resumed(state, event.occurredAt);
    case 'CallBackPromised': {
      const next = withAct(state, 'promised', event.occurredAt);
      const { until, person, by } = event.data;
      const at = epochOf(event.occurredAt);
      const caller = person ?? by;
      return {
        ...next,
        promises: { ...state.promises, [at]: until },
        ...(caller === undefined ? {} : { promisers: { ...state.promisers, [at]: caller } }),
      };
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
    case 'CompensationGranted':
      return { ...state, compensatedFen: state.compensatedFen + event.data.amountFen };
    case 'TransferRuleViolated':
    case 'TransferRefused':
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
    return openedCase(event, caseId ?? (isRecorded(event) ? parseStreamName(event.stream).id : ''));
  if (state === undefined) return undefined;
  const next = apply(state, event);
  return { ...next, revision: state.revision + 1, fact: Math.max(state.fact, event.data.fact ?? -1) };
};
