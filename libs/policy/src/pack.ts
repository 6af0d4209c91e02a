import { Type, type Static, type TProperties, type TSchema, type TString } from 'typebox';

const Opt = Type.Optional;
const closed = { additionalProperties: false } as const;
const table = <T extends TSchema>(value: T) => Type.Record(Type.String(), value);

/** What people read exists in both languages. */
export const Words = Type.Object({ 'zh-CN': Type.String(), en: Type.String() }, closed);
export type Words = Static<typeof Words>;

/** A word of a vocabulary with what the pack says of it beside its name. */
const wordsWith = <P extends TProperties>(properties: P) =>
  Type.Object({ 'zh-CN': Type.String(), en: Type.String(), ...properties }, closed);

/**
 * `30min`, `24h`, `15d`, `3 working days`, `2 working hours`; `same day`: until midnight; `same working day`: until the close of the
 * working day on which it starts, or of the next one; `given`: only when the source gives a due time.
 */
export const Length = Type.String({
  pattern: String.raw`^(\d+(\.\d+)?\s?(s|min|h|d)|\d+(\.\d+)?\sworking\s(days?|hours?)|same( working)? day|given)$`,
});

/** Money in yuan in the file (`20 CNY`), integer fen inside. */
export const Money = Type.String({ pattern: String.raw`^\d+(\.\d{1,2})?\sCNY$` });

/** `5 %`, `2.5 %`. */
export const Percent = Type.String({ pattern: String.raw`^\d+(\.\d{1,2})?\s?%$` });

const RuleRef = Opt(Type.String({ pattern: '^[A-Z]+-\\d+$', description: 'rule of the rulebook, such as LEVEL-1' }));
const Day = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d$` });
const Hours = Type.String({ pattern: String.raw`^\d\d:\d\d-\d\d:\d\d$` });

const byLevel = <T extends TString>(one: T) => Type.Union([one, table(one)]);
const OneOrMore = Type.Union([Type.String(), Type.Array(Type.String())]);

/**
 * Which matters something is about: every dimension named must fit; several values mean any of them, `none` that the matter has no
 * value. A category stands for those under it, too.
 */
export const Condition = Type.Object(
  {
    category: Opt(OneOrMore),
    kind: Opt(OneOrMore),
    channel: Opt(OneOrMore),
    product: Opt(OneOrMore),
    branch: Opt(OneOrMore),
    level: Opt(OneOrMore),
    /** Lists of words of `topics` that the text told of. */
    topic: Opt(OneOrMore),
    /** The group whose customer it is (FIRST-2). */
    customerGroup: Opt(OneOrMore),
    receivingDepartment: Opt(OneOrMore),
    /** Filed outside the working hours (ESC-3). */
    outOfHours: Opt(Type.Boolean()),
    keyCustomer: Opt(Type.Boolean()),
    /** Passed from one department to another at least once (RES-6). */
    transferred: Opt(Type.Boolean()),
  },
  closed,
);
export type Condition = Static<typeof Condition>;

const step = String.raw`step:[a-z][a-z0-9-]*`;
const escalated = String.raw`escalated:[\w-]+`;

/**
 * What starts a deadline's clock. `round`: filing, and then each reopening; `level`: since the case has its present level; `promised`:
 * each promised call-back (CALL-6); `missed-call`: a call that nobody could take (CALL-7); `step:approved`, `escalated:director`.
 */
export const DeadlineStart = Type.String({
  pattern: `^(filed|round|level|assigned|resolved|closed|promised|missed-call|${step}|${escalated})$`,
});
/** What meets it. `contacted` and `followed-up` count only when the customer was reached. */
export const DeadlineMet = Type.String({
  pattern: `^(assigned|contacted|resolved|followed-up|closed|${step}|${escalated})$`,
});

const dimension = Type.Union([
  Type.Literal('category'),
  Type.Literal('kind'),
  Type.Literal('channel'),
  Type.Literal('product'),
  Type.Literal('branch'),
]);

/** One length for all, one for each level, or one for each value of another dimension. */
export const Within = Type.Union([
  Length,
  Type.Object({ by: dimension, table: table(Length), otherwise: Opt(Length) }, closed),
  table(Length),
]);
export type Within = Static<typeof Within>;

/** A table by a dimension other than the level. */
export const isByDimension = (within: Exclude<Within, string>): within is Extract<Within, { by: string }> =>
  typeof within['table'] === 'object';

export const DeadlineRule = Type.Object(
  {
    name: Words,
    rule: RuleRef,
    /** Only for matters that fit; absent: for all. */
    when: Opt(Condition),
    starts: DeadlineStart,
    metBy: DeadlineMet,
    /** Which occurrence of `metBy` in the round meets it; 1 when absent. */
    nth: Opt(Type.Integer({ minimum: 1 })),
    within: Within,
    /** It starts anew each time it was met or missed, until the round is settled (RES-2: a weekly call-back). */
    again: Opt(Type.Boolean()),
    /** Reasons, of `pauses`, for which its clock stands still. */
    pausedBy: Opt(Type.Array(Type.String())),
    /** Who answers for it: the holder when it is due, the department that received the matter, or a named one. */
    answers: Opt(
      Type.Union([
        Type.Literal('holder'),
        Type.Literal('receiver'),
        Type.Object({ department: Type.String() }, closed),
      ]),
    ),
    /** One of the responses of the level table: counted in `responsesMissed`. */
    response: Opt(Type.Boolean()),
    penalty: Opt(byLevel(Money)),
  },
  closed,
);
export type DeadlineRule = Static<typeof DeadlineRule>;

export const TransferRule = Type.Object(
  {
    /** What a transfer is a change of; `none`: hand-overs are workflow. */
    unit: Type.Union([Type.Literal('department'), Type.Literal('group'), Type.Literal('person'), Type.Literal('none')]),
    /** Transfers allowed per case (XFER-1). */
    limit: Type.Integer({ minimum: 0 }),
    /** Persons who may handle one matter (XFER-2); absent: not counted. */
    handlers: Opt(Type.Integer({ minimum: 1 })),
    /** Fields that a transfer must hand over (XFER-3). */
    handover: Opt(Type.Array(Type.String())),
    /** General matters that the department that received them solves itself (FIRST-3). */
    keeps: Opt(Type.Array(Condition)),
    /** Actor ids that are systems: they never hold a case. */
    systems: Opt(Type.Array(Type.String())),
  },
  closed,
);
export type TransferRule = Static<typeof TransferRule>;

/** The first rule whose every condition fits proposes the holder. */
export const AssignmentRule = Type.Object(
  {
    when: Condition,
    to: Type.Object(
      {
        department: Opt(Type.String()),
        group: Opt(Type.String()),
        person: Opt(Type.String()),
        /** The customer's own group (FIRST-2). */
        ownGroup: Opt(Type.Literal(true)),
        /** Who is on duty then, by `duty` (ESC-3). */
        duty: Opt(Type.Literal(true)),
      },
      closed,
    ),
  },
  closed,
);
export type AssignmentRule = Static<typeof AssignmentRule>;

const weekday = Type.String({ pattern: '^(mon|tue|wed|thu|fri|sat|sun)$' });

/** Who is on duty; the first entry that fits the time speaks (ESC-3). */
export const DutyEntry = Type.Object(
  {
    department: Opt(Type.String()),
    person: Opt(Type.String()),
    from: Opt(Day),
    /** Included. */
    to: Opt(Day),
    on: Opt(Type.Array(weekday)),
    hours: Opt(Hours),
  },
  closed,
);
export type DutyEntry = Static<typeof DutyEntry>;

/** Where a matter must go upward, and before what (ESC-1, ESC-2). By when, a deadline says (`metBy: escalated:…`). */
export const EscalationRule = Type.Object(
  {
    name: Words,
    rule: RuleRef,
    when: Condition,
    /** Offices; each must have been told. */
    to: Type.Array(Type.String(), { minItems: 1 }),
    before: Opt(Type.Union([Type.Literal('handling'), Type.Literal('resolved'), Type.Literal('closed')])),
  },
  closed,
);
export type EscalationRule = Static<typeof EscalationRule>;

/** A step of handling (RES-3), of the memo route (ESC-4) or between departments (RES-6). */
export const StepRule = wordsWith({
  rule: RuleRef,
  when: Opt(Condition),
  /** What must have been done first: `resolved`, or another step. */
  after: Opt(Type.String()),
  /** What cannot be done without it. */
  before: Opt(Type.Union([Type.Literal('resolved'), Type.Literal('closed')])),
  /** Signed: by the head of the department that holds the case, or an office. */
  signedBy: Opt(Type.String()),
});
export type StepRule = Static<typeof StepRule>;

const ReportContents = Type.Object(
  { measures: Opt(Type.Array(Type.String())), to: Opt(Type.Array(Type.String())) },
  closed,
);

const Share = Opt(Percent);

export const PolicyPack = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    version: Type.Integer({ minimum: 1 }),
    extends: Opt(Type.String()),
    name: Words,
    zone: Type.String({ description: 'IANA zone; periods and working time are counted in it' }),
    calendar: Opt(Type.String({ description: 'working calendar, such as CN' })),
    workingHours: Opt(Type.Array(Hours)),
    /** Days that the company closes, or works, other than its calendar. */
    companyDays: Opt(Type.Object({ closed: Opt(Type.Array(Day)), open: Opt(Type.Array(Day)) }, closed)),
    duty: Opt(Type.Array(DutyEntry)),

    /** Vocabularies; an absent one is open: any value is taken as it comes. */
    kinds: Opt(table(Words)),
    /** A tree: `under` names the category above (FILE-5). */
    categories: Opt(table(wordsWith({ under: Opt(Type.String()) }))),
    channels: Opt(table(Words)),
    /** `head`: the person who signs for it and handles major matters in person (ESC-1, ESC-4). */
    departments: Opt(table(wordsWith({ head: Opt(Type.String()) }))),
    verdicts: Opt(table(Words)),
    levels: Type.Record(Type.String(), Words, { minProperties: 1 }),
    defaultLevel: Type.String(),
    /** Where matters go upward, and who decides: `general-manager`, `health-authority`. */
    offices: Opt(table(Words)),
    /** Words to look for in what is told; the text stays sealed, the topic does not. */
    topics: Opt(table(wordsWith({ words: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }) }))),
    /** Fields of the pack's own on a record (FILE-2, CALL-13); sealed unless `clear`. */
    fields: Opt(table(wordsWith({ clear: Opt(Type.Boolean()), values: Opt(table(Words)) }))),

    deadlines: table(DeadlineRule),
    /** Reasons for which clocks stand still. */
    pauses: Opt(table(Words)),
    transfer: TransferRule,
    assignment: Opt(Type.Array(AssignmentRule)),
    escalations: Opt(table(EscalationRule)),
    /** Matters that the head of the department handles in person (ESC-1). */
    headHandles: Opt(Type.Array(Condition)),
    steps: Opt(table(StepRule)),
    extension: Opt(
      Type.Object(
        {
          deadlines: Opt(Type.Array(Type.String(), { description: 'which deadlines may be extended; absent: all' })),
          approvers: Opt(Type.Array(Type.String(), { description: 'roles or offices that decide' })),
          /** Longest time past the first due time. */
          cap: Opt(Length),
          /** Why more time may be asked for; `unreached`: only after an attempt that did not reach the customer. */
          grounds: Opt(table(wordsWith({ unreached: Opt(Type.Boolean()) }))),
        },
        closed,
      ),
    ),
    /** What may be given, and up to which amount by whom: roles or offices (RES-5). */
    compensation: Opt(
      Type.Object(
        {
          types: Opt(table(Words)),
          authority: Opt(table(Type.Union([Money, Type.Literal('unlimited')]))),
        },
        closed,
      ),
    ),
    /** A satisfied follow-up closes the case, an unsatisfied one opens a new round (FUP-2). */
    followUp: Opt(
      Type.Object(
        {
          required: Type.Boolean(),
          /** Questions of the satisfaction survey, answered from 1 to 5 (FUP-4). */
          survey: Opt(table(Words)),
        },
        closed,
      ),
    ),
    /** How a case may be closed; absent: any word. */
    outcomes: Opt(
      table(
        wordsWith({
          rule: RuleRef,
          /** Roles or offices whose decision it takes. */
          decidedBy: Opt(Type.Array(Type.String())),
          /** It ends the matter without the customer's word (RES-7, FUP-1). */
          unasked: Opt(Type.Boolean()),
          reason: Opt(Type.Boolean({ description: 'a reason must be given' })),
        }),
      ),
    ),
    penalties: Opt(
      Type.Object(
        {
          /** Roles or offices that may waive a fine (PEN-3). */
          waivers: Opt(Type.Array(Type.String())),
          /** Shares of a wage or bonus by size of loss (PEN-2); the first bracket that the loss fits. */
          damage: Opt(
            Type.Object(
              {
                of: Type.Union([Type.Literal('wage'), Type.Literal('bonus')]),
                brackets: Type.Array(
                  Type.Object(
                    {
                      /** Included; absent: any loss. */
                      upTo: Opt(Money),
                      responsible: Share,
                      manager: Share,
                      /** Whoever delayed the matter. */
                      delay: Share,
                    },
                    closed,
                  ),
                  { minItems: 1 },
                ),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    /** Items that a record should have, by kind (`every`: of any kind, `call`: of any call, instead of the items of the work log); what is missing is counted, never rejected (CALL-4, FILE-2). */
    records: Opt(table(Type.Array(Type.String()))),
    /** Matters that only some offices or roles see (FILE-1). */
    confidential: Opt(
      Type.Array(Type.Object({ when: Condition, seenBy: Type.Array(Type.String(), { minItems: 1 }) }, closed)),
    ),
    /** A matter of the same customer within that time that agrees in these dimensions is a repeat (FILE-3). */
    repeats: Opt(Type.Object({ within: Length, same: Type.Array(dimension) }, closed)),

    /** Kinds of call that open a case (CALL-3). */
    handledCallKinds: Opt(Type.Array(Type.String())),
    calls: Opt(
      Type.Object(
        {
          /** Rings within which a call is answered (CALL-1). */
          rings: Opt(Type.Integer({ minimum: 1 })),
          /** Longer than this, a call is held with consent or ends with a promise (CALL-5). */
          long: Opt(Length),
          /** Which desk a kind of call is told of, and its direct contact (CALL-3). */
          desks: Opt(table(Type.Object({ department: Type.String(), contact: Type.String() }, closed))),
          nuisance: Opt(
            Type.Object(
              {
                /** The queue of their own. */
                queue: Opt(Type.String()),
                /** Warned automatically after so many nuisance calls within that time. */
                warnAfter: Opt(Type.Object({ calls: Type.Integer({ minimum: 1 }), within: Length }, closed)),
                /** The longest that a caller may be blocked. */
                longestBlock: Opt(Length),
                /** Roles or offices that decide on it. */
                blockedBy: Opt(Type.Array(Type.String())),
              },
              closed,
            ),
          ),
          /** How a caller proves who they are (CALL-12), and how many of the ways it takes. */
          identity: Opt(Type.Object({ methods: table(Words), atLeast: Opt(Type.Integer({ minimum: 1 })) }, closed)),
        },
        closed,
      ),
    ),
    /** What a figure of the reports should reach, by measure: `>= 85 %` (CALL-1, CALL-9). */
    targets: Opt(table(Type.String({ pattern: String.raw`^(>=|<=) \d+(\.\d+)? %$` }))),
    /** Contents of the reports by kind, and whom they are for (REP-1): measures, `deadlines.*` for all that begin so. */
    reports: Opt(
      Type.Object(
        {
          weekly: Opt(ReportContents),
          monthly: Opt(ReportContents),
          quarterly: Opt(ReportContents),
          annual: Opt(ReportContents),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type PolicyPack = Static<typeof PolicyPack>;
