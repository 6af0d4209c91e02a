import Type, { type Static } from 'typebox';

const AFTER_YEAR = String.raw`-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,12})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$`;

/** RFC 3339 with an offset: a time without one does not say when. */
export const Timestamp = Type.String({
  pattern: String.raw`^\d{4}${AFTER_YEAR}`,
  description: 'RFC 3339 date-time with offset, such as 2026-03-23T09:00:00+08:00',
});

/** The same of the years 1900 to 2199: no calendar or form of the ledger reaches further. */
export const NearTimestamp = Type.String({
  pattern: String.raw`^(19|20|21)\d\d${AFTER_YEAR}`,
  description: 'RFC 3339 date-time with offset, of the years 1900 to 2199',
});

/** No control characters of ASCII. Those of C1 pass: real names have them where Windows-1252 was once read as Latin-1. */
export const PRINTABLE = String.raw`^[^\u0000-\u001F\u007F]*$`;
const printable = { minLength: 1, maxLength: 200, pattern: PRINTABLE } as const;

export const ExternalId = Type.String({ ...printable, description: 'id in the system it comes from' });
/** A word that the source and the policy share, or the name of a department, group or person. */
export const Code = Type.String(printable);
const PolicyId = Type.String({ ...printable, maxLength: 100, description: "policy pack; default the server's" });
const Text = Type.String({ maxLength: 100_000 });
const ActorId = Type.String({ ...printable, description: 'who did it: an employee or system id' });

/** A person as the source knows them. Every field is sealed; further fields are welcome and sealed too (FILE-2). */
export const Person = Type.Object({
  name: Type.Optional(Text),
  phone: Type.Optional(Type.String({ maxLength: 100 })),
  gender: Type.Optional(Type.String({ maxLength: 40 })),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  idNumber: Type.Optional(Type.String({ maxLength: 100 })),
  account: Type.Optional(Type.String({ maxLength: 200 })),
  address: Type.Optional(Text),
  room: Type.Optional(Type.String({ maxLength: 200 })),
});
export type Person = Static<typeof Person>;

/** Who holds a case: at least one of the three. */
export const Holder = Type.Object(
  {
    department: Type.Optional(Code),
    group: Type.Optional(Code),
    person: Type.Optional(Code),
  },
  { minProperties: 1 },
);
export type Holder = Static<typeof Holder>;

/** What a transfer hands over, so that the customer repeats nothing (XFER-3). */
export const Handover = Type.Object({
  need: Type.Optional(Text),
  facts: Type.Optional(Text),
  promised: Type.Optional(Text),
  contact: Type.Optional(Text),
});

/** The three parts of a fault report (CALL-11). */
export const FaultReport = Type.Object({
  what: Type.Optional(Type.String({ maxLength: 100_000, description: 'what is wrong' })),
  where: Type.Optional(Type.String({ maxLength: 100_000, description: 'where exactly' })),
  action: Type.Optional(Type.String({ maxLength: 100_000, description: 'what the caller did that led to it' })),
});

/** How a caller proved who they are (CALL-12). */
export const IdentityCheck = Type.Object({
  methods: Type.Array(Type.String(printable), { maxItems: 20 }),
  passed: Type.Boolean(),
});

const recordFields = {
  suggestions: Type.Optional(Text),
  evidence: Type.Optional(Type.Union([Text, Type.Array(Text, { maxItems: 100 })])),
  fault: Type.Optional(FaultReport),
  fields: Type.Optional(
    Type.Record(Type.String(), Type.Union([Text, Type.Number(), Type.Boolean()]), {
      description: "the pack's own fields by id (FILE-2, CALL-13)",
      maxProperties: 100,
    }),
  ),
};

const ownCustomer = {
  customerGroup: Type.Optional(Type.String({ ...printable, description: 'the group whose customer it is (FIRST-2)' })),
  keyCustomer: Type.Optional(Type.Boolean({ description: 'kept in the file of key customers (FUP-4)' })),
};

const callCourse = {
  callBackBy: Type.Optional(Timestamp),
  callBackPerson: Type.Optional(Type.String({ ...printable, description: 'who will call back (FIRST-2)' })),
  needsDepartment: Type.Optional(
    Type.String({ ...printable, description: 'another department that is needed to answer the call (CALL-5)' }),
  ),
  holdConsent: Type.Optional(Type.Boolean({ description: 'the caller agreed to hold (CALL-5)' })),
  identity: Type.Optional(IdentityCheck),
  accountDataTold: Type.Optional(Type.Boolean({ description: 'account data was told to the caller (CALL-12)' })),
};

/** Whose case it is: that of a complaint, or of a call that needs handling (CALL-3). */
const matter = {
  complaintId: Type.String({
    ...printable,
    description:
      'id, in the system it comes from, of the complaint; where there is none, of the call that became a case',
  }),
};
const by = { by: Type.Optional(ActorId) };
const reason = { reason: Type.Optional(Text) };

export const ComplaintFiledData = Type.Object({
  complaintId: ExternalId,
  policy: Type.Optional(PolicyId),
  kind: Type.Optional(Code),
  channel: Type.Optional(Code),
  level: Type.Optional(Code),
  category: Type.Optional(Code),
  product: Type.Optional(Code),
  branch: Type.Optional(Code),
  department: Type.Optional(Code),
  group: Type.Optional(Code),
  person: Type.Optional(Code),
  receivedBy: Type.Optional(ActorId),
  receivingDepartment: Type.Optional(Code),
  callId: Type.Optional(ExternalId),
  dueTimes: Type.Optional(
    Type.Record(Type.String(), Timestamp, {
      description: 'due times that the source itself gives, by deadline of the pack',
    }),
  ),
  complainant: Type.Optional(Person),
  detail: Type.Optional(Text),
  demand: Type.Optional(Text),
  lossFen: Type.Optional(Type.Integer({ minimum: 0 })),
  ...ownCustomer,
  ...recordFields,
});

export const ComplaintAmendedData = Type.Object({
  ...matter,
  ...by,
  kind: Type.Optional(Code),
  channel: Type.Optional(Code),
  category: Type.Optional(Code),
  product: Type.Optional(Code),
  branch: Type.Optional(Code),
  complainant: Type.Optional(Person),
  detail: Type.Optional(Text),
  demand: Type.Optional(Text),
  ...recordFields,
  ...reason,
});

export const ComplaintWithdrawnData = Type.Object({ ...matter, ...by, ...reason });

export const CaseAssignedData = Type.Object({
  ...matter,
  department: Type.Optional(Code),
  group: Type.Optional(Code),
  person: Type.Optional(Code),
  automatic: Type.Optional(Type.Boolean({ description: 'made by a rule or system: a proposal' })),
  ...by,
});

export const CaseTransferredData = Type.Object({
  ...matter,
  from: Type.Optional(Holder),
  to: Holder,
  handover: Type.Optional(Handover),
  ...by,
  ...reason,
});

export const CaseContactedData = Type.Object({
  ...matter,
  reached: Type.Boolean(),
  askedFirst: Type.Optional(
    Type.Boolean({ description: 'the customer asked before anybody told them how it stands (CONT-3)' }),
  ),
  summary: Type.Optional(Text),
  ...by,
});

export const CasePausedData = Type.Object({ ...matter, reason: Code, ...by });

export const CaseResumedData = Type.Object({ ...matter, ...by });

/** A call-back is promised, or another time for it before the first ran out (CALL-6). */
export const CasePromisedData = Type.Object({
  ...matter,
  until: Timestamp,
  person: Type.Optional(Code),
  ...by,
  ...reason,
});

export const CaseInvestigatedData = Type.Object({
  ...matter,
  step: Type.Optional(Code),
  signedBy: Type.Optional(ActorId),
  until: Type.Optional(Timestamp),
  findings: Type.Optional(Text),
  ...by,
});

export const CaseCompensatedData = Type.Object({
  ...matter,
  compensation: Code,
  amountFen: Type.Integer({ minimum: 0 }),
  authority: Type.Optional(Code),
  authorisedBy: Type.Optional(ActorId),
  ...by,
  ...reason,
});

export const CaseLevelChangedData = Type.Object({ ...matter, level: Code, ...by, ...reason });

export const CaseEscalatedData = Type.Object({ ...matter, to: Code, ...by, ...reason });

export const CaseExtensionRequestedData = Type.Object({
  ...matter,
  deadline: Code,
  until: Timestamp,
  ground: Type.Optional(Code),
  ...by,
  ...reason,
});

export const CaseExtensionDecidedData = Type.Object({
  ...matter,
  deadline: Code,
  granted: Type.Boolean(),
  until: Type.Optional(Timestamp),
  ...by,
  ...reason,
});

export const CaseResolvedData = Type.Object({
  ...matter,
  verdict: Type.Optional(Code),
  summary: Type.Optional(Text),
  ...by,
});

export const CaseFollowedUpData = Type.Object({
  ...matter,
  reached: Type.Boolean(),
  satisfied: Type.Optional(Type.Boolean()),
  rating: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  answers: Type.Optional(
    Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: 5 }), {
      description: "answers to the questions of the pack's survey (FUP-4)",
    }),
  ),
  comment: Type.Optional(Text),
  ...by,
});

export const CaseReopenedData = Type.Object({ ...matter, ...by, ...reason });

export const CaseClosedData = Type.Object({ ...matter, outcome: Type.Optional(Code), ...by, ...reason });

export const CallReceivedData = Type.Object({
  callId: ExternalId,
  policy: Type.Optional(PolicyId),
  line: Type.Optional(Code),
  agent: Type.Optional(ActorId),
  department: Type.Optional(Code),
  kind: Type.Optional(Code),
  level: Type.Optional(Code),
  category: Type.Optional(Code),
  branch: Type.Optional(Code),
  product: Type.Optional(Code),
  rings: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
  outcome: Type.Optional(
    Type.Union([
      Type.Literal('answered'),
      Type.Literal('missed'),
      Type.Literal('abandoned'),
      Type.Literal('nuisance'),
      Type.Literal('misuse'),
    ]),
  ),
  answeredAt: Type.Optional(Timestamp),
  endedAt: Type.Optional(Timestamp),
  needsHandling: Type.Optional(Type.Boolean({ description: 'true opens a case; default: by kind, as the pack says' })),
  caller: Type.Optional(Person),
  queue: Type.Optional(Code),
  brief: Type.Optional(Text),
  handling: Type.Optional(Text),
  ...callCourse,
  ...ownCustomer,
  ...recordFields,
});

export const CallEndedData = Type.Object({
  callId: ExternalId,
  outcome: Type.Optional(Code),
  answeredAt: Type.Optional(Timestamp),
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
  satisfaction: Type.Optional(Code),
  agent: Type.Optional(ActorId),
  handling: Type.Optional(Text),
  ...callCourse,
});

export const SourceAdvancedData = Type.Object({ to: Timestamp });
