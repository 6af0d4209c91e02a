import Type, { type Static, type TObject, type TProperties } from 'typebox';
import type { NewEvent, RecordedEvent } from '../envelope.ts';

const Time = Type.String({ format: 'date-time' });
const Id = Type.String();
const Opt = Type.Optional;

/**
 * What every case event carries, so that a tally is a fold of single events. `department` is the accountable unit:
 * the holder at the pack's transfer unit, `unassigned` when nobody holds the case.
 */
export const CaseDimensions = Type.Object({
  source: Type.String(),
  policy: Type.String(),
  zone: Type.String({ description: 'IANA zone of the company: periods are its days, weeks and months' }),
  department: Type.String(),
  level: Type.String(),
  category: Opt(Type.String()),
  channel: Opt(Type.String()),
  kind: Opt(Type.String()),
  product: Opt(Type.String()),
  branch: Opt(Type.String()),
  /** The topmost category that `category` comes under, when that is another (FILE-5). */
  class: Opt(Type.String()),
  /** Roles and offices that alone may see the matter (FILE-1); absent: everybody who reads cases. */
  seenBy: Opt(Type.Array(Type.String())),
  /** A call-back to make, and no complaint: counted apart (CALL-6, CALL-7). */
  task: Opt(Type.Boolean()),
  filedAt: Time,
  round: Type.Integer({ minimum: 1 }),
});
export type CaseDimensions = Static<typeof CaseDimensions>;

export const UNASSIGNED = 'unassigned';

export const HolderRef = Type.Object({
  department: Opt(Type.String()),
  group: Opt(Type.String()),
  person: Opt(Type.String()),
});
export type HolderRef = Static<typeof HolderRef>;

/** A stretch of counted time; `from` inclusive, `to` exclusive. */
export const CountedInterval = Type.Object({ from: Time, to: Time });

/** Why a deadline is due when it is: enough to judge it again with no pack at hand. */
export const DeadlineExplanation = Type.Object({
  policy: Type.String(),
  policyVersion: Type.Integer(),
  rule: Opt(Type.String()),
  startedBy: Type.String({ description: 'what started the clock' }),
  startedAt: Time,
  length: Type.String({ description: 'as the pack says it: `30min`, `3 working days`, `given by the source`' }),
  clock: Type.Union([Type.Literal('elapsed'), Type.Literal('working'), Type.Literal('given')]),
  calendar: Opt(Type.String({ description: 'calendar id and version' })),
  intervals: Opt(Type.Array(CountedInterval)),
  extendedBy: Opt(Type.Array(Id, { description: 'event ids of granted extensions' })),
  /** When the clock stood still. */
  pauses: Opt(Type.Array(CountedInterval)),
});
export type DeadlineExplanation = Static<typeof DeadlineExplanation>;

const base = {
  dims: CaseDimensions,
  /** Revision, in the stream of the matter, of the last fact decided by then: a fact is never decided twice. */
  fact: Opt(Type.Integer({ minimum: 0 })),
};

const event = <P extends TProperties>(summary: string, properties: P): TObject<typeof base & P> =>
  Type.Object({ ...base, ...properties }, { description: summary });

const by = { by: Opt(Type.String()) };
const deadline = {
  /** `first-response#2`: the pack's deadline in round 2; `weekly-call#1.3`: its third time in round 1. */
  deadline: Type.String(),
  name: Type.String(),
  dueAt: Time,
  /** A call that was promised, or owed for one that nobody could take (CALL-6, CALL-7). */
  callBack: Opt(Type.Boolean()),
  /** Who is to call, or else who promised it. */
  callBackPerson: Opt(Type.String()),
};

/**
 * `was` holds the dimensions before the change: a tally moves what it counted. `carries` holds what stands at that moment
 * and moves with the case to another department; absent: an open case without deadlines.
 */
const was = {
  was: CaseDimensions,
  carries: Opt(
    Type.Object({
      open: Type.Boolean({ description: 'neither resolved nor closed' }),
      pending: Type.Array(Type.String(), { description: 'names of the deadlines that run' }),
      overdue: Type.Array(Type.String(), { description: 'names of those missed and not made good' }),
    }),
  ),
};

const to = {
  /** Whom it went to then, when it has been passed on since: the hand-over became known late, and `holder` keeps the case. */
  to: Opt(HolderRef),
};

/** Why a due time changed or a miss was taken back. */
const because = Type.Union([
  Type.Literal('late-fact'),
  Type.Literal('extension'),
  Type.Literal('level'),
  Type.Literal('pause'),
  Type.Literal('renewal'),
  Type.Literal('reclassified'),
]);
export type Because = Static<typeof because>;

const presentDepartment = {
  /** Where the case is now, when that is not the department that this event counts against. */
  presentDepartment: Opt(Type.String()),
};

const endsOverdue = {
  /** Names of the missed deadlines that nobody made good and that end with the case or the round. */
  endsOverdue: Opt(Type.Array(Type.String())),
};

export const caseEvents = {
  CaseOpened: event('A case for a complaint or a call that needs handling.', {
    externalId: Type.String(),
    about: Type.Union([Type.Literal('complaint'), Type.Literal('call')]),
    policyVersion: Type.Integer(),
    owner: Opt(Type.String({ description: 'first receiver, who owns the matter until it is closed (FIRST-1)' })),
    holder: HolderRef,
    dueTimes: Opt(Type.Record(Type.String(), Time)),
    customer: Type.String({ description: 'vault id of the person' }),
    receivingDepartment: Opt(Type.String()),
    customerGroup: Opt(Type.String({ description: 'the group whose customer it is (FIRST-2)' })),
    keyCustomer: Opt(Type.Boolean({ description: 'kept in the file of key customers (FUP-4)' })),
    topics: Opt(Type.Array(Type.String({ description: 'lists of words of the pack that the text told of' }))),
    outOfHours: Opt(Type.Boolean({ description: 'filed outside the working hours (ESC-3)' })),
    call: Opt(Type.String({ description: 'ledger id of the call that it came by' })),
    callMissed: Opt(Type.Boolean({ description: 'nobody could take that call (CALL-7)' })),
    lossFen: Opt(Type.Integer({ minimum: 0 })),
    /** Items of the record that nobody told (CALL-4, FILE-2). */
    missing: Opt(Type.Array(Type.String())),
  }),
  RepeatLinked: event('The same customer and matter as an earlier case: linked and counted, not merged (FILE-3).', {
    of: Type.String({ description: 'the earlier case, the newest before this one' }),
    number: Type.Integer({ minimum: 2, description: 'which of these cases this one is' }),
  }),
  CaseAssigned: event('Somebody has the case now; `proposal` when a rule or system said so.', {
    ...was,
    holder: HolderRef,
    ...to,
    proposal: Type.Boolean(),
    assignmentRule: Opt(Type.String()),
    ...by,
  }),
  CaseTransferred: event('The case was passed on (XFER-1).', {
    ...was,
    from: HolderRef,
    holder: HolderRef,
    ...to,
    unit: Type.String(),
    count: Type.Integer({ description: 'which transfer of this case it is, from 1' }),
    ...by,
  }),
  TransferRuleViolated: event('What a rule forbids happened all the same (XFER-1…3, XFER-5).', {
    rules: Type.Array(Type.String()),
    /** Event of the transfer, of the assignment (XFER-2) or of the ending as “not ours” (XFER-5). */
    transfer: Id,
    unit: Type.String({ description: 'the unit that passed it on: the violation counts against it' }),
    count: Type.Integer(),
    missing: Opt(Type.Array(Type.String(), { description: 'handover fields that were empty (XFER-3)' })),
    ...by,
  }),
  TransferRefused: event('A transfer was asked for and refused; the holder keeps the matter (XFER-4).', {
    rule: Type.String(),
    from: HolderRef,
    to: HolderRef,
    unit: Type.String({ description: 'the unit that wanted to pass it on: the violation counts against it' }),
    missing: Opt(Type.Array(Type.String())),
    ...by,
  }),
  RuleViolated: event('What a rule forbids, other than about transfers, happened all the same.', {
    rules: Type.Array(Type.String()),
    /** The event that broke it. */
    event: Id,
    /** What of the pack was broken: `escalations.harm`, `steps.approved`; once in a round. */
    about: Opt(Type.String()),
    missing: Opt(Type.Array(Type.String(), { description: 'offices not told, steps not done' })),
    ...by,
  }),
  RuleViolationReversed: event('Declared violated, found kept: what was missing had been done in time (late fact).', {
    rules: Type.Array(Type.String()),
    violation: Id,
    /** When it was held to be violated: it counts no more there. */
    violatedAt: Time,
    about: Type.String(),
    by: Opt(Type.String({ description: 'who had been held to have broken it' })),
  }),
  CommandRefused: event('A request that a rule forbids; nothing else changed.', {
    command: Type.String(),
    rule: Type.String(),
    reason: Type.String(),
    missing: Opt(Type.Array(Type.String(), { description: 'offices to tell, steps to do first' })),
    ...by,
  }),
  DeadlineStarted: event('A promise to act by `dueAt`.', {
    ...deadline,
    response: Type.Boolean({ description: 'one of the responses of the level table (LEVEL-1)' }),
    explanation: DeadlineExplanation,
  }),
  DeadlineMoved: event('The due time changed: `because` says why (EXT-1, LEVEL-2, CALL-6).', {
    ...deadline,
    response: Type.Boolean(),
    wasDueAt: Time,
    because,
    explanation: DeadlineExplanation,
  }),
  DeadlineMet: event('Done at or before the due time.', {
    ...deadline,
    response: Type.Boolean(),
    metAt: Time,
    ...presentDepartment,
  }),
  DeadlineMissed: event(
    'Not done by the due time; `metAt` when it was done later. Counts at the due time, against the holder then.',
    {
      ...deadline,
      response: Type.Boolean(),
      metAt: Opt(Time),
      /** When it ceased to be overdue because the case had ended; absent: `metAt`, or it still is. */
      overdueUntil: Opt(Time),
      holder: HolderRef,
      ...presentDepartment,
    },
  ),
  MissedDeadlineMet: event('What had been missed was done at last.', {
    ...deadline,
    response: Type.Boolean(),
    metAt: Time,
    ...presentDepartment,
  }),
  DeadlineMissReversed: event('Declared missed, found kept or not yet due: `because` says why.', {
    ...deadline,
    response: Type.Boolean(),
    missed: Id,
    metAt: Opt(Time),
    /** When it ceased to be overdue: made good, or ended with the case; absent: it still was. */
    overdueUntil: Opt(Time),
    because,
    ...presentDepartment,
  }),
  DeadlineLapsed: event('No longer needed: the case ended before the due time.', {
    ...deadline,
    response: Type.Boolean(),
    lapsedAt: Time,
  }),
  PenaltyAssessed: event('A fine for a missed deadline (PEN-1).', {
    penalty: Id,
    ...deadline,
    amountFen: Type.Integer({ minimum: 0 }),
    missed: Id,
    rule: Type.String(),
  }),
  PenaltyReversed: event('A fine taken back because its miss was.', {
    penalty: Id,
    ...deadline,
    amountFen: Type.Integer({ minimum: 0 }),
    because,
  }),
  PenaltyAppealed: event('The department asks that a fine be waived (PEN-3).', { penalty: Id, ...deadline, ...by }),
  PenaltyWaived: event('The general manager waived a fine (PEN-3).', {
    penalty: Id,
    ...deadline,
    amountFen: Type.Integer({ minimum: 0 }),
    ...by,
  }),
  CustomerContacted: event('The customer was called; `reached` false is no response.', {
    reached: Type.Boolean(),
    /** The customer asked before anybody told them how the matter stands (CONT-3). */
    askedFirst: Opt(Type.Boolean()),
    /** Set on the first contact that reached the customer: milliseconds since filing. */
    firstAfterMs: Opt(Type.Integer({ minimum: 0 })),
    /** The contact that was held for the first until this earlier one became known. */
    supersedes: Opt(
      Type.Object({ occurredAt: Time, department: Type.String(), firstAfterMs: Type.Integer({ minimum: 0 }) }),
    ),
    ...by,
  }),
  LevelChanged: event('Raised or lowered (LEVEL-2).', { ...was, ...by }),
  CaseReclassified: event('Kind, category, channel, product or branch corrected.', { ...was, ...by }),
  CaseEscalated: event('Went upward; no transfer (XFER-4, ESC-1).', { to: Type.String(), ...by }),
  ExtensionRequested: event('More time was asked for (EXT-1).', {
    deadline: Type.String(),
    name: Type.String(),
    until: Time,
    ground: Opt(Type.String()),
    ...by,
  }),
  ExtensionGranted: event('More time was granted (EXT-1).', {
    deadline: Type.String(),
    name: Type.String(),
    /** Absent when the grant became known before the request that says until when. */
    until: Opt(Time),
    ...by,
  }),
  ExtensionRefused: event('More time was refused; the deadline stands (EXT-1).', {
    deadline: Type.String(),
    name: Type.String(),
    ...by,
  }),
  InvestigationRecorded: event('A step of handling, and what was found out (RES-3, ESC-4).', {
    step: Opt(Type.String()),
    signedBy: Opt(Type.String()),
    /** The time on the memo: what begins with this step is due then. */
    until: Opt(Time),
    ...by,
  }),
  CompensationGranted: event('Something given to the customer (RES-5).', {
    compensation: Type.String(),
    amountFen: Type.Integer({ minimum: 0 }),
    /** The role or office under which it was granted. */
    authority: Opt(Type.String()),
    authorisedBy: Opt(Type.String()),
    ...by,
  }),
  CasePaused: event('The clocks that this reason stops stand still.', { reason: Type.String(), ...by }),
  CaseResumed: event('They run again.', { ...by }),
  CallBackPromised: event('The customer was promised a call at that time (CALL-5, CALL-6, FIRST-2).', {
    until: Time,
    person: Opt(Type.String({ description: 'who will call' })),
    ...by,
  }),
  CallBackRenewed: event('Another time was promised before the first ran out, with a reason told (CALL-6).', {
    deadline: Type.String(),
    name: Type.String(),
    until: Time,
    person: Opt(Type.String()),
    ...by,
  }),
  DamagePenaltyAssessed: event(
    'A share of a wage or bonus by size of the loss (PEN-2). Appealed and waived as `damage`.',
    {
      penalty: Id,
      person: Type.String(),
      share: Type.Union([Type.Literal('responsible'), Type.Literal('manager'), Type.Literal('delay')]),
      basisPoints: Type.Integer({ minimum: 1, description: 'hundredths of a percent' }),
      of: Type.Union([Type.Literal('wage'), Type.Literal('bonus')]),
      lossFen: Type.Integer({ minimum: 0 }),
      /** When the wage or bonus was told. */
      amountFen: Opt(Type.Integer({ minimum: 0 })),
      rule: Type.String(),
      /** Event of the miss that delayed the matter. */
      missed: Opt(Id),
      ...by,
    },
  ),
  CaseResolved: event('Settled (RES-1, RES-4).', {
    verdict: Opt(Type.String()),
    /** True when the round was over already: the settlement became known late and ends nothing any more. */
    wasResolved: Opt(Type.Boolean()),
    elapsedMs: Type.Integer(),
    /** The settlement that was held for that of the round until this earlier one became known. */
    supersedes: Opt(
      Type.Object({
        occurredAt: Time,
        department: Type.String(),
        elapsedMs: Type.Integer(),
        verdict: Opt(Type.String()),
      }),
    ),
    ...by,
  }),
  CustomerFollowedUp: event(
    'Asked about the solution (FUP-1); the last answer of a case is the one that counts (FUP-3).',
    {
      reached: Type.Boolean(),
      satisfied: Opt(Type.Boolean()),
      rating: Opt(Type.Integer()),
      /** Answers to the questions of the survey, 1 to 5 (FUP-4). */
      answers: Opt(Type.Record(Type.String(), Type.Integer())),
      /** True when later answers to them are known already: then these do not count. */
      answersOutdated: Opt(Type.Boolean()),
      /** The answers to them that counted until these were given. */
      supersedesAnswers: Opt(
        Type.Object({
          occurredAt: Time,
          department: Type.String(),
          answers: Type.Record(Type.String(), Type.Integer()),
        }),
      ),
      /** True when a later answer is known already: then this one does not count. */
      outdated: Opt(Type.Boolean()),
      supersedes: Opt(
        Type.Object({
          occurredAt: Time,
          department: Type.String(),
          satisfied: Opt(Type.Boolean()),
          rating: Opt(Type.Integer()),
        }),
      ),
      ...by,
    },
  ),
  CaseReopened: event('Handled again: a new round with new deadlines (FUP-2). `dims.round` is the new round.', {
    because: Type.Union([Type.Literal('not-satisfied'), Type.Literal('reported')]),
    /** False when it was still open: then it is a new round only. */
    wasResolved: Type.Boolean(),
    ...endsOverdue,
    ...by,
  }),
  CaseWithdrawn: event('The complainant took it back.', { ...by }),
  CaseClosed: event('Ended.', {
    outcome: Type.String(),
    /** False when the case was closed without having been resolved first. */
    wasResolved: Type.Boolean(),
    elapsedMs: Type.Integer(),
    ...endsOverdue,
    ...by,
  }),
} as const;

export type CaseEventType = keyof typeof caseEvents;
export type CaseEventData = { readonly [T in CaseEventType]: Static<(typeof caseEvents)[T]> };
export type NewCaseEvent = { [T in CaseEventType]: NewEvent<T, CaseEventData[T]> }[CaseEventType];
export type CaseEvent = { [T in CaseEventType]: RecordedEvent<T, CaseEventData[T]> }[CaseEventType];
export const isCaseEventType = (type: string): type is CaseEventType => Object.hasOwn(caseEvents, type);
export const caseEventTypes = Object.keys(caseEvents) as readonly CaseEventType[];
