import { Type, type Static, type TString } from 'typebox';

const Opt = Type.Optional;
const closed = { additionalProperties: false } as const;

/** What people read exists in both languages. */
export const Words = Type.Object({ 'zh-CN': Type.String(), en: Type.String() }, closed);
export type Words = Static<typeof Words>;

/** `30min`, `24h`, `15d`, `3 working days`, `2 working hours`; `given`: only when the source gives a due time. */
export const Length = Type.String({
  pattern: String.raw`^(\d+(\.\d+)?\s?(s|min|h|d)|\d+(\.\d+)?\sworking\s(days?|hours?)|given)$`,
});

/** Money in yuan in the file (`20 CNY`), integer fen inside. */
export const Money = Type.String({ pattern: String.raw`^\d+(\.\d{1,2})?\sCNY$` });

const byLevel = <T extends TString>(one: T) => Type.Union([one, Type.Record(Type.String(), one)]);

/** What starts a deadline's clock. `round`: filing, and then each reopening. */
export const DeadlineStart = Type.Union([
  Type.Literal('filed'),
  Type.Literal('round'),
  Type.Literal('assigned'),
  Type.Literal('resolved'),
]);
/** What meets it. `contacted` counts only when the customer was reached. */
export const DeadlineMet = Type.Union([
  Type.Literal('assigned'),
  Type.Literal('contacted'),
  Type.Literal('resolved'),
  Type.Literal('followed-up'),
  Type.Literal('closed'),
]);

export const DeadlineRule = Type.Object(
  {
    name: Words,
    rule: Opt(Type.String({ description: 'rule of the rulebook, such as LEVEL-1' })),
    starts: DeadlineStart,
    metBy: DeadlineMet,
    /** Which occurrence of `metBy` in the round meets it; 1 when absent. */
    nth: Opt(Type.Integer({ minimum: 1 })),
    within: byLevel(Length),
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
    /** Actor ids that are systems: they never hold a case. */
    systems: Opt(Type.Array(Type.String())),
  },
  closed,
);
export type TransferRule = Static<typeof TransferRule>;

const OneOrMore = Type.Union([Type.String(), Type.Array(Type.String())]);

/** The first rule whose every condition fits proposes the holder. */
export const AssignmentRule = Type.Object(
  {
    when: Type.Object(
      {
        category: Opt(OneOrMore),
        kind: Opt(OneOrMore),
        channel: Opt(OneOrMore),
        product: Opt(OneOrMore),
        branch: Opt(OneOrMore),
        level: Opt(OneOrMore),
      },
      closed,
    ),
    to: Type.Object({ department: Opt(Type.String()), group: Opt(Type.String()), person: Opt(Type.String()) }, closed),
  },
  closed,
);
export type AssignmentRule = Static<typeof AssignmentRule>;

export const PolicyPack = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    version: Type.Integer({ minimum: 1 }),
    extends: Opt(Type.String()),
    name: Words,
    zone: Type.String({ description: 'IANA zone; periods and working time are counted in it' }),
    calendar: Opt(Type.String({ description: 'working calendar, such as CN' })),
    workingHours: Opt(Type.Array(Type.String({ pattern: String.raw`^\d\d:\d\d-\d\d:\d\d$` }))),
    /** Vocabularies; an absent one is open: any value is taken as it comes. */
    kinds: Opt(Type.Record(Type.String(), Words)),
    categories: Opt(Type.Record(Type.String(), Words)),
    channels: Opt(Type.Record(Type.String(), Words)),
    departments: Opt(Type.Record(Type.String(), Words)),
    verdicts: Opt(Type.Record(Type.String(), Words)),
    levels: Type.Record(Type.String(), Words, { minProperties: 1 }),
    defaultLevel: Type.String(),
    deadlines: Type.Record(Type.String(), DeadlineRule),
    transfer: TransferRule,
    assignment: Opt(Type.Array(AssignmentRule)),
    extension: Opt(
      Type.Object(
        {
          deadlines: Opt(Type.Array(Type.String(), { description: 'which deadlines may be extended; absent: all' })),
          approvers: Opt(Type.Array(Type.String(), { description: 'roles that decide' })),
          /** Longest time past the first due time. */
          cap: Opt(Length),
        },
        closed,
      ),
    ),
    /** A satisfied follow-up closes the case, an unsatisfied one opens a new round (FUP-2). */
    followUp: Opt(Type.Object({ required: Type.Boolean() }, closed)),
    /** Kinds of call that open a case (CALL-3). */
    handledCallKinds: Opt(Type.Array(Type.String())),
  },
  closed,
);
export type PolicyPack = Static<typeof PolicyPack>;
