import { describe, expect, it } from '@jest/globals';
import type { Fact, NewCaseEvent } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { type CaseInput, decideInput, learnt, swept } from '../testing/case-spec.ts';
import type { CaseState } from './case-state.ts';

// The tour: seven complaints of one CRM over ten days of 2026, in the order in which the ledger learns of them. Times are of Shanghai.
const story = `
        03-23T08:00  clock
  C1    03-23T09:00  filed           level=dissatisfied category=service-quality
  C1    03-23T09:05  assigned        department=sales
  C1    03-23T09:30  contacted       reached=true
  C1    03-24T08:59  contacted       reached=true
  C1    03-24T10:00  resolved
  C1    03-25T10:00  followed-up     satisfied=true
  C2    03-23T10:00  filed           level=very-dissatisfied category=service-quality
  C2    03-23T10:04  assigned        department=after-sales
  C2    03-23T10:21  contacted       reached=true
  C2    03-24T09:00  contacted       reached=true
  C2    03-24T11:00  resolved
  C2    03-25T11:00  followed-up     satisfied=false
  C2    03-25T11:15  contacted       reached=true
  C2    03-26T09:00  contacted       reached=true
  C2    03-26T10:00  resolved
  C2    03-27T10:00  followed-up     satisfied=true
  C3    03-29T23:55  filed           level=major category=service-quality
  C3    03-29T23:58  assigned        department=quality
  C3    03-30T00:06  contacted       reached=true
  C3    03-31T01:00  contacted       reached=true
  C4    03-31T23:50  filed           level=crisis category=service-quality
  C4    03-31T23:52  assigned        department=sales
  C5    03-24T14:00  filed           level=dissatisfied category=service-quality
  C5    03-24T14:02  assigned        department=sales
  C5    03-24T14:05  transferred     from=sales to=finance
  C5    03-24T14:15  transferred     from=finance to=after-sales
  C5    03-24T14:25  contacted       reached=true
  C5    03-25T10:00  contacted       reached=true
  C5    03-25T11:00  resolved
  C5    03-26T11:00  followed-up     satisfied=true
  C6    03-25T14:00  filed           level=dissatisfied category=business
  C6    03-25T14:05  assigned        department=finance
  C6    03-25T14:20  contacted       reached=false
  C6    03-25T14:25  asked           until=03-25T18:00
  C6    03-25T14:28  granted
  C6    03-25T17:30  contacted       reached=true
  C6    03-26T13:00  contacted       reached=true
  C6    03-26T14:00  resolved
  C6    03-27T09:00  followed-up     satisfied=true
  C7    03-26T09:00  filed           level=dissatisfied category=service-quality
  C7    03-26T09:03  assigned        department=after-sales
        03-26T12:00  clock
  C7    03-26T09:20  contacted       reached=true
  C7    03-27T08:00  contacted       reached=true
  C7    03-27T09:00  resolved
  C7    03-28T09:00  followed-up     satisfied=true
        04-02T12:00  clock
`;

const time = (text: string): string => `2026-${text}:00+08:00`;
const deadline = 'first-response';
const handover = ['need', 'facts', 'promised', 'contact'];

type Tell = ReturnType<typeof factsOf>;

const facts: Readonly<Record<string, (tell: Tell, at: string, said: Readonly<Record<string, string>>) => Fact>> = {
  filed: (tell, at, said) => tell('ComplaintFiled', at, { ...said, channel: 'phone', receivedBy: 'agent-7' }),
  assigned: (tell, at, said) => tell('AssignmentReported', at, { ...said, by: 'agent-7' }),
  contacted: (tell, at, { reached }) => tell('ContactReported', at, { reached: reached === 'true', by: 'handler-1' }),
  transferred: (tell, at, { from = '', to = '' }) =>
    tell('TransferReported', at, { from: { department: from }, to: { department: to }, handover, by: 'handler-1' }),
  asked: (tell, at, { until = '' }) => tell('ExtensionRequestReported', at, { deadline, until: time(until) }),
  granted: (tell, at) => tell('ExtensionDecisionReported', at, { deadline, granted: true, by: 'general-manager' }),
  resolved: (tell, at) => tell('ResolutionReported', at, { verdict: 'justified', by: 'handler-1' }),
  'followed-up': (tell, at, { satisfied }) =>
    tell('FollowUpReported', at, { reached: true, satisfied: satisfied === 'true', by: 'agent-7' }),
};

interface Told {
  readonly states: ReadonlyMap<string, CaseState>;
  readonly events: readonly { readonly matter: string; readonly event: NewCaseEvent }[];
}

/** Plays the story; `sweeping` says whether every case is also swept each time the clock advances. */
const play = ({ sweeping, twice }: { readonly sweeping: boolean; readonly twice: boolean }): Told => {
  const states = new Map<string, CaseState>();
  const tells = new Map<string, Tell>();
  const events: { matter: string; event: NewCaseEvent }[] = [];
  let clock = '';
  const decide = (matter: string, input: CaseInput): void => {
    const decided = decideInput(states.get(matter), input);
    if (decided.state !== undefined) states.set(matter, decided.state);
    events.push(...decided.events.map((event) => ({ matter, event })));
  };
  for (const line of story.trim().split('\n')) {
    const [first = '', ...rest] = line.trim().split(/\s+/);
    if (rest[0] === 'clock') {
      clock = time(first);
      if (sweeping) for (const matter of states.keys()) decide(matter, swept(clock));
      continue;
    }
    const [at = '', what = '', ...said] = rest;
    const tell = tells.get(first) ?? factsOf(first, { source: 'crm://tour' });
    tells.set(first, tell);
    const fact = facts[what]?.(tell, time(at), Object.fromEntries(said.map((each) => each.split('='))));
    if (fact === undefined) throw new Error(`unknown step: ${line}`);
    decide(first, learnt(fact, clock));
    if (twice) decide(first, learnt(fact, clock));
  }
  for (const matter of states.keys()) decide(matter, swept(clock));
  return { states, events };
};

/** One fine as the penalty table shows it. */
const linesOf = ({ states, events }: Told) =>
  events
    .flatMap(({ matter, event }) => {
      if (event.type !== 'PenaltyAssessed') return [];
      const { dims, name, dueAt, amountFen, penalty } = event.data;
      const reversed = events.some(
        (other) =>
          other.matter === matter && other.event.type === 'PenaltyReversed' && other.event.data.penalty === penalty,
      );
      const met = states.get(matter)?.deadlines.find(({ key }) => key === event.data.deadline)?.met?.at;
      return [
        {
          case: matter,
          department: dims.department,
          deadline: name,
          dueAt,
          CNY: amountFen / 100,
          ...(reversed ? { reversed } : met === undefined ? {} : { metAt: met }),
        },
      ];
    })
    .toSorted((a, b) => epochOf(a.dueAt) - epochOf(b.dueAt));

const count = (told: Told, type: NewCaseEvent['type'], department?: string): number =>
  told.events.filter(
    ({ event }) => event.type === type && (department === undefined || event.data.dims.department === department),
  ).length;

describe.each([
  { sweeping: true, twice: false },
  { sweeping: false, twice: false },
  { sweeping: true, twice: true },
])('the tour (sweeping at every advance: $sweeping, every fact told twice: $twice)', (how) => {
  const told = play(how);

  it('PEN-1: fines six responses, and takes back the one whose contact was known late', () => {
    expect(linesOf(told)).toEqual([
      {
        case: 'C2',
        department: 'after-sales',
        deadline: 'first-response',
        dueAt: time('03-23T10:20'),
        metAt: time('03-23T10:21'),
        CNY: 30,
      },
      {
        case: 'C7',
        department: 'after-sales',
        deadline: 'first-response',
        dueAt: time('03-26T09:30'),
        CNY: 20,
        reversed: true,
      },
      {
        case: 'C3',
        department: 'quality',
        deadline: 'first-response',
        dueAt: time('03-30T00:05'),
        metAt: time('03-30T00:06'),
        CNY: 50,
      },
      {
        case: 'C3',
        department: 'quality',
        deadline: 'second-response',
        dueAt: time('03-30T23:55'),
        metAt: time('03-31T01:00'),
        CNY: 50,
      },
      { case: 'C4', department: 'sales', deadline: 'first-response', dueAt: time('04-01T00:00'), CNY: 80 },
      { case: 'C4', department: 'sales', deadline: 'second-response', dueAt: time('04-01T23:50'), CNY: 80 },
    ]);
  });

  it('XFER-1: counts two transfers and one violation, of finance', () => {
    expect([count(told, 'CaseTransferred'), count(told, 'TransferRuleViolated')]).toEqual([2, 1]);
    expect(told.events.find(({ event }) => event.type === 'TransferRuleViolated')).toMatchObject({
      matter: 'C5',
      event: { data: { unit: 'finance', rules: ['XFER-1'] } },
    });
  });

  it('FUP-2: reopens one case, of after-sales', () => {
    expect([count(told, 'CaseReopened'), count(told, 'CaseReopened', 'after-sales')]).toEqual([1, 1]);
  });

  it('EXT-1: moves one deadline, and nothing is missed by it', () => {
    const moved = told.events.filter(({ event }) => event.type === 'DeadlineMoved');
    expect(moved.map(({ matter, event }) => [matter, event.type === 'DeadlineMoved' && event.data.dueAt])).toEqual([
      ['C6', time('03-25T18:00')],
    ]);
    expect(linesOf(told).filter((line) => line.case === 'C6')).toEqual([]);
  });

  it('leaves two cases open', () => {
    const open = [...told.states].filter(([, { status }]) => status === 'open').map(([matter]) => matter);
    expect(open).toEqual(['C3', 'C4']);
  });
});
