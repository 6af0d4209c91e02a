import Type from 'typebox';
import { HolderRef } from '../../cases/case-events.ts';
import { type RouteShape, json } from '../route-shape.ts';

const Opt = Type.Optional;
const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 200 });
const Count = Type.String({ pattern: '^[0-9]{1,7}$' });
const Time = Type.String({ format: 'date-time' });

const path = {
  case: { id: Type.String({ description: 'ledger id of the case, or the id that its source gave it' }) },
  report: {
    kind: Type.String({ description: 'weekly, monthly, quarterly or annual' }),
    period: Type.String({ description: '`2026-W47`, `2026-11`, `2026-Q4`, `2026`' }),
  },
};

const source = { source: Opt(Type.String({ minLength: 1, maxLength: 400, description: 'tells two sources apart' })) };
const asOf = {
  asOf: Opt(
    Type.String({ minLength: 1, maxLength: 40, description: 'as known on: a log position, or an RFC 3339 time' }),
  ),
};
const atLeast = {
  atLeast: Opt(
    Type.String({
      pattern: '^[0-9]{1,15}$',
      description: 'answers once this log position is known, as a command’s answer names it',
    }),
  ),
};
const page = { limit: Opt(Count), offset: Opt(Count) };
const format = {
  format: Opt(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
  bom: Opt(
    Type.Union([Type.Literal('true'), Type.Literal('false')], { description: 'CSV with a byte order mark, for Excel' }),
  ),
};

const lang = Opt(
  Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { description: 'default by Accept-Language' }),
);

const YesOrNo = Type.Union([Type.Literal('true'), Type.Literal('false')]);

/** A purpose names no person and no number of theirs: it stays readable when they are erased. */
const Purpose = Type.String({
  minLength: 2,
  maxLength: 200,
  pattern: String.raw`^(?!.*\d{7})[^\u0000-\u001F\u007F]*$`,
  description:
    'what the personal data is needed for, such as `call the customer back`, with no name and no number in it. Without it they are masked, and a `hint` says so; with it the reading is recorded in the clear (CONF-1). Also as the header Purpose',
});
const purpose = { purpose: Opt(Purpose) };
const purposeHeader = Type.Object({
  purpose: Opt(
    Type.String({ description: 'as the query parameter `purpose`; percent-encoded UTF-8 where it is not ASCII' }),
  ),
});
const Hint = Type.String({ description: 'what to do to see the customers in the clear' });

const Figure = Type.Union([Type.Number(), Type.String(), Type.Null()]);
const Change = Type.Object({
  before: Type.Union([Type.Number(), Type.Null()]),
  change: Type.Union([Type.Number(), Type.Null()]),
  percent: Type.Union([Type.Number(), Type.Null()]),
});
const Targets = Type.Record(
  Type.String(),
  Type.Object({
    target: Type.String({ description: '`>= 85 %`, as the policy says it' }),
    value: Figure,
    reached: Type.Union([Type.Boolean(), Type.Null()]),
  }),
  { description: 'by figure, for those that the policy sets a target for' },
);
const Scope = Type.Object({
  figures: Type.Record(Type.String(), Type.Unknown(), {
    description: 'figures, nested by name: `filed.byLevel.major` is `filed: { byLevel: { major: 3 } }`',
  }),
  targets: Opt(Targets),
  periodBefore: Type.Record(Type.String(), Change),
  yearBefore: Opt(Type.Record(Type.String(), Change)),
});

export const ReportDocument = Type.Object({
  kind: Type.String(),
  period: Type.String(),
  zone: Type.String(),
  from: Time,
  to: Time,
  asOf: Type.Object({ position: Type.Integer(), time: Opt(Time) }),
  measures: Opt(Type.Array(Type.String(), { description: 'figures that a reader is shown, in this order (REP-1)' })),
  addressees: Opt(Type.Array(Type.String(), { description: 'whom it is for (REP-1)' })),
  periodBefore: Type.String(),
  yearBefore: Opt(Type.String()),
  company: Scope,
  departments: Type.Record(Type.String(), Scope),
});

export const AgentReportDocument = Type.Object({
  kind: Type.String(),
  period: Type.String(),
  zone: Type.String(),
  from: Time,
  to: Time,
  asOf: Type.Object({ position: Type.Integer(), time: Opt(Time) }),
  department: Opt(Type.String()),
  agents: Type.Array(
    Type.Object({
      agent: Type.String(),
      departments: Type.Array(Type.String()),
      figures: Type.Record(Type.String(), Type.Unknown(), {
        description:
          'figures, nested by name: `calls.withinRingsPercent`, `callBacks.kept`, `violations.byRule.CALL-5`',
      }),
      targets: Opt(Targets),
    }),
  ),
});

export const DrillDocument = Type.Object({
  figure: Type.String(),
  period: Type.String(),
  department: Opt(Type.String()),
  agent: Opt(Type.String()),
  value: Figure,
  sum: Type.Number(),
  total: Type.Integer({ description: 'how many events there are that the reader may know of, on all pages' }),
  events: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      position: Type.Integer(),
      occurredAt: Time,
      caseId: Type.String(),
      case: Type.String({ description: 'the id that its source gave it' }),
      amount: Type.Number(),
      of: Opt(Type.Number()),
    }),
  ),
});

export const PenaltyLineDocument = Type.Object({
  case: Type.String(),
  caseId: Type.String(),
  penaltyId: Type.String(),
  department: Type.String(),
  level: Type.String(),
  deadline: Type.String(),
  round: Type.Integer(),
  dueAt: Time,
  metAt: Opt(Time),
  amountFen: Type.Integer(),
  CNY: Type.String(),
  state: Type.String({ description: 'assessed, reversed, appealed or waived' }),
  reversedBecause: Opt(Type.String()),
  keptAt: Opt(Time),
  person: Opt(Type.String({ description: 'who bears the share of a damage (PEN-2); its deadline is `damage`' })),
  share: Opt(Type.String({ description: 'responsible, manager or delay' })),
  percent: Opt(Type.String()),
  of: Opt(Type.String({ description: 'wage or bonus' })),
  lossFen: Opt(Type.Integer()),
});

export const CaseView = Type.Object({
  id: Type.String(),
  externalId: Type.String(),
  source: Type.String(),
  status: Type.String({ description: 'open, resolved or closed' }),
  department: Type.String(),
  holder: HolderRef,
  owner: Opt(Type.String({ description: 'first receiver, who owns the matter until it is closed (FIRST-1)' })),
  level: Type.String(),
  filedAt: Time,
  round: Type.Integer(),
  transfers: Type.Integer(),
  seenBy: Opt(Type.Array(Type.String(), { description: 'roles and offices that alone may see it (FILE-1)' })),
  repeatOf: Opt(Type.String({ description: 'the earlier case of the same customer and matter (FILE-3)' })),
  escalations: Type.Array(Type.Unknown()),
  steps: Type.Array(Type.Unknown()),
  compensations: Type.Array(Type.Unknown()),
  deadlines: Type.Array(Type.Unknown()),
  penalties: Type.Array(Type.Unknown()),
  damages: Type.Array(Type.Unknown()),
});

const Personal = Type.Object(
  { state: Type.String({ description: 'clear, masked, erased or withheld' }), fields: Opt(Type.Unknown()) },
  { description: 'what the reader may see of the person' },
);

export const reportingShapes = {
  getCase: {
    path: path.case,
    query: Type.Object({ ...source, ...atLeast }, closed),
    answer: json(CaseView),
    problems: [404, 409],
  },
  listCases: {
    query: Type.Object(
      {
        status: Opt(Type.Union([Type.Literal('open'), Type.Literal('resolved'), Type.Literal('closed')])),
        department: Opt(Text),
        level: Opt(Text),
        category: Opt(Text),
        owner: Opt(Text),
        ...source,
        overdue: Opt(Type.Literal('true', { description: 'only those with a deadline missed and not made good' })),
        keyCustomer: Opt(YesOrNo),
        repeats: Opt(Type.Literal('true', { description: 'only those linked to an earlier case (FILE-3)' })),
        task: Opt(YesOrNo),
        filedFrom: Opt(Time),
        filedBefore: Opt(Time),
        ...page,
        ...atLeast,
      },
      closed,
    ),
    answer: json(Type.Object({ total: Type.Integer(), cases: Type.Array(CaseView) })),
  },
  getCaseHistory: {
    path: path.case,
    query: Type.Object({ ...source, ...purpose, ...atLeast }, closed),
    headers: purposeHeader,
    answer: json(
      Type.Object({
        hint: Opt(Hint),
        case: CaseView,
        events: Type.Array(
          Type.Object({
            id: Type.String(),
            type: Type.String(),
            position: Type.Integer(),
            occurredAt: Time,
            recordedAt: Time,
            actor: Type.Unknown(),
            source: Type.String(),
            data: Type.Unknown(),
            personal: Opt(Personal),
          }),
        ),
      }),
    ),
    problems: [404, 409],
  },
  getKeyCustomers: {
    query: Type.Object(
      {
        ...page,
        ...format,
        format: Opt(Type.Union([Type.Literal('json'), Type.Literal('html'), Type.Literal('csv')])),
        lang,
        ...purpose,
        ...atLeast,
      },
      closed,
    ),
    headers: purposeHeader,
    answer: {
      ...json(
        Type.Object({
          hint: Opt(Hint),
          total: Type.Integer({ description: 'customers, on all pages' }),
          customers: Type.Array(
            Type.Object({
              person: Type.String({ description: 'vault id' }),
              personal: Opt(Personal),
              group: Opt(Type.String()),
              open: Type.Integer({ description: 'matters neither settled nor closed' }),
              overdue: Type.Integer(),
              compensationFen: Type.Integer(),
              lastAnswer: Opt(Type.Unknown({ description: 'the latest answer to a follow-up (FUP-3)' })),
              cases: Type.Array(Type.Unknown(), { description: 'the latest filed first' }),
            }),
          ),
        }),
      ),
      'text/html': Type.String(),
      'text/csv': Type.String(),
    },
  },
  getDisclosures: {
    path: path.case,
    query: Type.Object({ ...source, ...atLeast }, closed),
    answer: json(
      Type.Object({
        case: Type.String({ description: 'ledger id' }),
        disclosures: Type.Array(
          Type.Object({
            at: Time,
            position: Type.Integer(),
            person: Type.String({ description: 'vault id' }),
            by: Type.String(),
            key: Opt(Type.String()),
            role: Type.String(),
            purpose: Type.String(),
            what: Type.String(),
          }),
        ),
      }),
    ),
    problems: [404, 409],
  },
  getCaseForm: {
    path: {
      ...path.case,
      form: Type.Union([Type.Literal('handling-form'), Type.Literal('work-order')], {
        description: 'handling-form: 客户投诉、意见、建议、查询处理单; work-order: 协调工作单',
      }),
    },
    query: Type.Object(
      {
        format: Opt(Type.Union([Type.Literal('html'), Type.Literal('pdf')], { description: 'default html' })),
        lang: Opt(
          Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { description: 'default by Accept-Language' }),
        ),
        ...source,
        ...purpose,
        ...atLeast,
      },
      closed,
    ),
    headers: purposeHeader,
    answer: { 'text/html': Type.String(), 'application/pdf': Type.String({ format: 'binary' }) },
    problems: [404, 409],
  },
  getReport: {
    path: path.report,
    query: Type.Object({ department: Opt(Text), ...asOf, ...format, ...atLeast }, closed),
    answer: { ...json(ReportDocument), 'text/csv': Type.String({ description: 'one row a figure (RFC 4180)' }) },
  },
  drillReport: {
    path: path.report,
    query: Type.Object(
      {
        figure: Type.String({
          minLength: 1,
          maxLength: 300,
          description: 'a figure’s place in the report, such as `deadlines.first-response.missed`',
        }),
        department: Opt(Text),
        agent: Opt(Type.String({ minLength: 1, maxLength: 200, description: 'of this agent’s figures (REP-3)' })),
        ...asOf,
        ...page,
      },
      closed,
    ),
    answer: json(DrillDocument),
  },
  getAgentReport: {
    path: path.report,
    query: Type.Object(
      {
        department: Opt(Text),
        ...asOf,
        ...format,
        format: Opt(Type.Union([Type.Literal('json'), Type.Literal('csv'), Type.Literal('text')])),
        lang,
        ...atLeast,
      },
      closed,
    ),
    answer: {
      ...json(AgentReportDocument),
      'text/csv': Type.String({ description: 'one row an agent and figure' }),
      'text/plain': Type.String({ description: 'a table for people' }),
    },
  },
  getDepartmentPenalties: {
    path: { id: Type.String({ description: 'id of the department' }) },
    query: Type.Object(
      {
        period: Type.String({ minLength: 1, maxLength: 20, description: '`2026-W47`, `2026-11`, `2026-Q4`, `2026`' }),
        ...asOf,
        ...format,
      },
      closed,
    ),
    answer: {
      ...json(
        Type.Object({
          department: Type.String(),
          period: Type.String(),
          assessedCNY: Type.String(),
          reversedCNY: Type.String(),
          waivedCNY: Type.String(),
          netCNY: Type.String(),
          lines: Type.Array(PenaltyLineDocument),
        }),
      ),
      'text/csv': Type.String(),
    },
  },
  getCallLog: {
    path: { date: Type.String({ description: '`2026-11-23`' }) },
    query: Type.Object(
      {
        ...page,
        ...format,
        format: Opt(
          Type.Union([Type.Literal('json'), Type.Literal('html'), Type.Literal('csv')], {
            description: 'default by the Accept header, else json',
          }),
        ),
        lang,
        ...purpose,
        ...atLeast,
      },
      closed,
    ),
    headers: purposeHeader,
    answer: {
      ...json(
        Type.Object({
          hint: Opt(Hint),
          date: Type.String(),
          zone: Type.String(),
          total: Type.Integer(),
          calls: Type.Array(
            Type.Object({
              id: Type.String(),
              externalId: Type.String(),
              at: Time,
              numberInMonth: Type.Integer(),
              numberInQuarter: Type.Integer(),
              archiveMonth: Type.String({ description: '`2026-03-0042`' }),
              archiveQuarter: Type.String({ description: '`2026-Q1-0131`' }),
              outcome: Opt(Type.String()),
              withinRings: Opt(Type.Boolean()),
              missing: Type.Array(Type.String({ description: 'items that nobody told (CALL-4)' })),
              rules: Opt(Type.Array(Type.String({ description: 'rules that were broken in it' }))),
              warned: Opt(Type.Boolean({ description: 'the caller was warned after it (CALL-10)' })),
              blocked: Opt(Type.Boolean({ description: 'the caller was blocked when it came (CALL-10)' })),
              desk: Opt(
                Type.Object(
                  { department: Type.String(), contact: Type.String() },
                  { description: 'where the caller was passed on to (CALL-3)' },
                ),
              ),
              personal: Opt(Personal),
            }),
          ),
        }),
      ),
      'text/html': Type.String({ description: 'one page, to be read or printed' }),
      'text/csv': Type.String({ description: 'one row a call' }),
    },
  },
  listNuisanceCallers: {
    query: Type.Object(
      {
        from: Opt(Time),
        before: Opt(Time),
        source: Opt(Type.String({ minLength: 1, maxLength: 400, description: 'calls of this source only' })),
        state: Opt(Type.Union([Type.Literal('marked'), Type.Literal('warned'), Type.Literal('blocked')])),
        ...page,
        ...atLeast,
      },
      closed,
    ),
    answer: json(
      Type.Object({
        total: Type.Integer(),
        bySource: Type.Record(Type.String(), Type.Integer(), { description: 'nuisance calls by source' }),
        callers: Type.Array(
          Type.Object({
            person: Type.String({ description: 'vault id, for blocking' }),
            state: Type.String({ description: 'marked, warned or blocked' }),
            calls: Type.Integer(),
            lastCallAt: Time,
            bySource: Type.Record(Type.String(), Type.Integer()),
            byLine: Type.Record(Type.String(), Type.Integer()),
            warnedAt: Opt(Time),
            blockedAt: Opt(Time),
            blockedUntil: Opt(Time),
            blockedBy: Opt(Type.String()),
            callsWhileBlocked: Type.Integer(),
            personal: Opt(Personal),
          }),
        ),
      }),
    ),
  },
} as const satisfies Record<string, RouteShape>;
