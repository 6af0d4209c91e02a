import { type CallSummary, type CaseEvent, type RecordedEvent, UNASSIGNED } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { type CallFact, isCallFact } from '../calls/call-fact.ts';
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

/** What a case event says of the one who did it, or who was to call back (REP-3). */
const deedsOf = (event: CaseEvent): readonly Deed[] => {
  const agent = doer(event);
  switch (event.type) {
    case 'CustomerContacted':
      return [{ agent, measures: [event.data.reached ? 'contacts.reached' : 'contacts.unreached'] }];
    case 'CaseResolved':
      return event.data.dims.task === true ? [] : [{ agent, measures: ['resolved'] }];
    case 'RuleViolated':
    case 'TransferRuleViolated':
      return [{ agent, measures: event.data.rules.map((rule) => labelled('violations', rule)) }];
    case 'RuleViolationReversed':
      return [
        {
          agent,
          measures: event.data.rules.map((rule) => labelled('violations', rule)),
          at: event.data.violatedAt,
          amount: -1,
        },
      ];
    case 'TransferRefused':
    case 'CommandRefused':
      return [{ agent, measures: [labelled('refused', event.data.rule)] }];
    case 'CallBackRenewed':
      return [{ agent: event.data.person ?? agent, measures: ['callBacks.renewed'] }];
    case 'DeadlineStarted':
      return [{ agent: event.data.callBackPerson, measures: ['callBacks.promised'] }];
    case 'DeadlineMet':
      return [{ agent: event.data.callBackPerson, measures: ['callBacks.kept'], at: event.data.dueAt }];
    case 'DeadlineMissed':
      return [{ agent: event.data.callBackPerson, measures: ['callBacks.missed'], at: event.data.dueAt }];
    case 'DeadlineMissReversed': {
      const { callBackPerson, dueAt, metAt } = event.data;
      return [
        { agent: callBackPerson, measures: ['callBacks.missed'], at: dueAt, amount: -1 },
        ...(metAt === undefined ? [] : [{ agent: callBackPerson, measures: ['callBacks.kept'], at: dueAt }]),
      ];
    }
    default:
      return [];
  }
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
