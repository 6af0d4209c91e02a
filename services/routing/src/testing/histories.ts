import type { Fact, NewCaseEvent } from '@complaint-ledger/contracts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import fc from 'fast-check';

const FILED = '2026-03-23T09:00:00+08:00';
const DEPARTMENTS = ['sales', 'finance', 'quality'] as const;
const LEVELS = ['dissatisfied', 'very-dissatisfied', 'major', 'crisis'] as const;
const DEADLINES = ['first-response', 'second-response', 'resolution'] as const;

type Tell = ReturnType<typeof factsOf>;

/** One thing that happened: minutes after filing, how many minutes later the ledger learnt it, and what. */
export interface Step {
  readonly after: number;
  readonly delay: number;
  readonly fact: (tell: Tell, at: string) => Fact;
}

/** Minutes around the due times of the level table, and over the days after. */
const minutes = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom(9, 10, 11, 20, 30, 31, 1439, 1440, 1441),
  fc.integer({ min: 0, max: 6_000 }),
);

const at = (minute: number): string => formatInZone(epochOf(FILED) + minute * 60_000, 'Asia/Shanghai');

const contacted = fc.boolean().map(
  (reached) =>
    (tell: Tell, when: string): Fact =>
      tell('ContactReported', when, { reached }),
);
const resolved = fc.constant((tell: Tell, when: string): Fact => tell('ResolutionReported', when, {}));
const assigned = fc.record({ department: fc.constantFrom(...DEPARTMENTS), automatic: fc.boolean() }).map(
  (data) =>
    (tell: Tell, when: string): Fact =>
      tell('AssignmentReported', when, data),
);
const transferred = fc.record({ to: fc.constantFrom(...DEPARTMENTS), complete: fc.boolean() }).map(
  ({ to, complete }) =>
    (tell: Tell, when: string): Fact =>
      tell('TransferReported', when, {
        to: { department: to },
        handover: complete ? ['need', 'facts', 'promised', 'contact'] : [],
      }),
);
const levelled = fc.constantFrom(...LEVELS).map(
  (level) =>
    (tell: Tell, when: string): Fact =>
      tell('LevelChangeReported', when, { level }),
);
const requested = fc.record({ deadline: fc.constantFrom(...DEADLINES), until: minutes }).map(
  ({ deadline, until }) =>
    (tell: Tell, when: string): Fact =>
      tell('ExtensionRequestReported', when, { deadline, until: at(until) }),
);
const decided = fc.record({ deadline: fc.constantFrom(...DEADLINES), granted: fc.boolean() }).map(
  (data) =>
    (tell: Tell, when: string): Fact =>
      tell('ExtensionDecisionReported', when, data),
);
const followedUp = fc.record({ reached: fc.boolean(), satisfied: fc.boolean() }).map(
  (data) =>
    (tell: Tell, when: string): Fact =>
      tell('FollowUpReported', when, data),
);
const ended = fc.constantFrom('ClosureReported', 'ReopeningReported', 'ComplaintWithdrawn').map(
  (type) =>
    (tell: Tell, when: string): Fact =>
      tell(type, when, {}),
);

const paused = fc.constantFrom('customer-away', 'parts').map(
  (reason) =>
    (tell: Tell, when: string): Fact =>
      tell('PauseReported', when, { reason }),
);
const resumed = fc.constant((tell: Tell, when: string): Fact => tell('ResumptionReported', when, {}));
const promised = minutes.map(
  (until) =>
    (tell: Tell, when: string): Fact =>
      tell('CallBackPromiseReported', when, { until: at(until) }),
);
const escalated = fc.constantFrom('general-manager', 'vice-president').map(
  (to) =>
    (tell: Tell, when: string): Fact =>
      tell('EscalationReported', when, { to }),
);
const stepped = fc
  .record({ step: fc.constantFrom('memo', 'answer'), until: fc.option(minutes, { nil: undefined }) })
  .map(
    ({ step: name, until }) =>
      (tell: Tell, when: string): Fact =>
        tell('InvestigationReported', when, { step: name, ...(until === undefined ? {} : { until: at(until) }) }),
  );
const corrected = fc.constantFrom('billing', 'delivery', 'product-quality').map(
  (category) =>
    (tell: Tell, when: string): Fact =>
      tell('ComplaintAmended', when, { category }),
);

const step = (fact: fc.Arbitrary<Step['fact']>, delay: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.record({ after: minutes, delay, fact });

const delays = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, minutes);

const usual = [contacted, contacted, resolved, assigned, transferred, levelled, requested, decided, followedUp, ended];

/** Anything that can be told of a complaint, in any order, known at once or late. */
export const anyHistory = fc.record({
  level: fc.constantFrom(...LEVELS),
  department: fc.option(fc.constantFrom(...DEPARTMENTS), { nil: undefined }),
  steps: fc.array(step(fc.oneof(...usual), delays), { maxLength: 14 }),
});

/** The same, with all that has deadlines of its own or moves them. */
export const fullHistory = fc.record({
  level: fc.constantFrom(...LEVELS),
  department: fc.option(fc.constantFrom(...DEPARTMENTS), { nil: undefined }),
  steps: fc.array(
    step(
      fc.oneof(...usual, paused, resumed, paused, resumed, promised, promised, escalated, stepped, corrected),
      delays,
    ),
    { maxLength: 14 },
  ),
});

/** One department, one round: contacts and at most one settlement. */
export const simpleHistory = fc.record({
  level: fc.constantFrom(...LEVELS),
  department: fc.constant('sales'),
  steps: fc
    .tuple(fc.array(step(contacted, minutes), { maxLength: 6 }), fc.array(step(resolved, minutes), { maxLength: 1 }))
    .map(([contacts, resolutions]) => [...contacts, ...resolutions]),
});

export type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never;

/** Long after everything in any history was due. */
export const END = epochOf('2026-05-01T00:00:00+08:00');

/** A fact and how far the clock of its case had come (ms) when the ledger learnt it. */
export interface KnownFact {
  readonly fact: Fact;
  readonly clock: number;
  /** All facts of the history. */
  readonly told: readonly Fact[];
}

/** The facts as the ledger learns them; its clock never goes back, and never lags behind what it is told. */
export const inputsOf = ({ level, department, steps }: History): readonly KnownFact[] => {
  const tell = factsOf('C1');
  const filed = tell('ComplaintFiled', FILED, { level, ...(department === undefined ? {} : { department }) });
  let clock = epochOf(FILED);
  const known = [
    { fact: filed as Fact, clock },
    ...steps
      .toSorted((a, b) => a.after + a.delay - (b.after + b.delay))
      .map(({ after, delay, fact }) => {
        clock = Math.max(clock, epochOf(at(after + delay)));
        return { fact: fact(tell, at(after)), clock };
      }),
  ];
  const told = known.map(({ fact }) => fact);
  return known.map((each) => ({ ...each, told }));
};

const references = new Set(['fact', 'missed', 'penalty', 'transfer', 'event', 'violation', 'extendedBy']);

/** Events without what depends on who decided them, and in no order: what they say together. */
export const saying = (events: readonly NewCaseEvent[]): readonly string[] =>
  events
    .map(({ type, occurredAt, data }) =>
      JSON.stringify({ type, occurredAt, data }, (key, value: unknown) => (references.has(key) ? undefined : value)),
    )
    .sort();
