import {
  type CallSummary,
  type CaseEvent,
  type CaseEventType,
  type RecordedEvent,
  UNASSIGNED,
} from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { type CallFact, callFactTypes, isCallFact } from '../calls/call-fact.ts';
import { callTallies } from '../calls/call-increments.ts';
import { isCaseEvent } from '../projections/case-event.ts';
import { labelled } from '../tallies/increment.ts';

/** One addition to one figure of one agent. */
export interface AgentIncrement {
  readonly agent: string;
  readonly department: string;
  readonly measure: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly amount: number;
}

export interface AgentCounted {
  readonly zone: string;
  readonly increments: readonly AgentIncrement[];
}

const ofCall = (call: CallSummary, amount: 1 | -1): readonly AgentIncrement[] => {
  const { agent, department = UNASSIGNED, at, rules = [] } = call;
  if (agent === undefined) return [];
  const own = callTallies(call).filter((measure) => !measure.includes('ByLine:') && !measure.startsWith('calls.viol'));
  return [...own, ...rules.map((rule) => labelled('violations', rule))].map((measure) => ({
    agent,
    department,
    measure,
    at: epochOf(at),
    amount,
  }));
};

/** Who did it: the person whom the event names, else the person who made it. */
const doer = ({ data, actor }: CaseEvent): string | undefined =>
  ('by' in data ? data.by : undefined) ?? (actor.kind === 'person' ? actor.id : undefined);

interface Deed {
  readonly agent: string | undefined;
  readonly measures: readonly string[];
  readonly at?: string;
  readonly amount?: 1 | -1;
}

type Deeds = { readonly [T in CaseEventType]?: (event: Extract<CaseEvent, { type: T }>) => readonly Deed[] };

const ofRules = (
  event: CaseEvent,
  tally: string,
  rules: readonly string[],
  more: Partial<Deed> = {},
): readonly Deed[] => [{ agent: doer(event), measures: rules.map((rule) => labelled(tally, rule)), ...more }];

/** What a case event says of the one who did it, or who was to call back (REP-3). */
const deeds: Deeds = {
  CustomerContacted: (event) => [
    { agent: doer(event), measures: [event.data.reached ? 'contacts.reached' : 'contacts.unreached'] },
  ],
  CaseResolved: (event) => (event.data.dims.task === true ? [] : [{ agent: doer(event), measures: ['resolved'] }]),
  RuleViolated: (event) => ofRules(event, 'violations', event.data.rules),
  TransferRuleViolated: (event) => ofRules(event, 'violations', event.data.rules),
  RuleViolationReversed: (event) =>
    ofRules(event, 'violations', event.data.rules, {
      agent: event.data.by,
      at: event.data.violatedAt,
      amount: -1,
    }),
  TransferRefused: (event) => ofRules(event, 'refused', [event.data.rule]),
  CommandRefused: (event) => ofRules(event, 'refused', [event.data.rule]),
  CallBackRenewed: (event) => [{ agent: event.data.person ?? doer(event), measures: ['callBacks.renewed'] }],
  DeadlineStarted: ({ data }) => [{ agent: data.callBackPerson, measures: ['callBacks.promised'] }],
  DeadlineMet: ({ data }) => [{ agent: data.callBackPerson, measures: ['callBacks.kept'], at: data.dueAt }],
  DeadlineMissed: ({ data }) => [{ agent: data.callBackPerson, measures: ['callBacks.missed'], at: data.dueAt }],
  DeadlineMissReversed: ({ data: { callBackPerson: agent, dueAt: at, metAt } }) => [
    { agent, measures: ['callBacks.missed'], at, amount: -1 },
    ...(metAt === undefined ? [] : [{ agent, measures: ['callBacks.kept'], at }]),
  ],
};

/** Types of the events that say something of an agent. */
export const agentEventTypes: readonly string[] = [...callFactTypes, ...Object.keys(deeds)];

const deedsOf = (event: CaseEvent): readonly Deed[] => {
  const tell = deeds[event.type] as ((event: CaseEvent) => readonly Deed[]) | undefined;
  return tell?.(event) ?? [];
};

const ofCase = (event: CaseEvent): readonly AgentIncrement[] =>
  deedsOf(event).flatMap(({ agent, measures, at = event.occurredAt, amount = 1 }) =>
    agent === undefined
      ? []
      : measures.map((measure) => ({
          agent,
          department: event.data.dims.department,
          measure,
          at: epochOf(at),
          amount,
        })),
  );

/** What an event adds to the figures of which agents, from that event alone; undefined when it says nothing of any (REP-3). */
export const agentCounted = (event: RecordedEvent): AgentCounted | undefined => {
  if (isCaseEvent(event)) return { zone: event.data.dims.zone, increments: ofCase(event) };
  if (!isCallFact(event)) return undefined;
  const { data }: CallFact = event;
  const was = 'was' in data ? data.was : undefined;
  const { summary } = data;
  return (
    summary && {
      zone: summary.zone,
      increments: [...(was === undefined ? [] : ofCall(was, -1)), ...ofCall(summary, 1)],
    }
  );
};
