import { epochOf } from '@complaint-ledger/policy';
import { withAct } from '../cases/acts.ts';
import type { CaseEventOf } from '../cases/any-case-event.ts';
import { type CaseState, type Pass, moment } from '../cases/case-state.ts';

const withHandler = (handlers: readonly string[], person: string | undefined): readonly string[] =>
  person === undefined || handlers.includes(person) ? handlers : [...handlers, person];

/** Who only a rule or system has named does not handle the matter yet (XFER-2). */
const handlersAfter = ({ handlers }: CaseState, event: HandedOver): readonly string[] => {
  const { holder, to = holder } = event.data;
  if (event.type === 'CaseTransferred') return withHandler(withHandler(handlers, event.data.from.person), to.person);
  return event.data.proposal ? handlers : withHandler(handlers, to.person);
};

type HandedOver = CaseEventOf<'CaseAssigned' | 'CaseTransferred'>;

const hold = (state: CaseState, event: HandedOver): CaseState => {
  const { holder, to = holder } = event.data;
  const since = epochOf(event.occurredAt);
  const place = state.holdings.findLastIndex((holding) => holding.since <= since) + 1;
  const proposal = event.type === 'CaseAssigned' && event.data.proposal;
  return withAct(
    {
      ...state,
      holder,
      proposed: proposal,
      holdings: state.holdings.toSpliced(place, 0, { since, holder: to, proposal }),
      handlers: handlersAfter(state, event),
    },
    'assigned',
    event.occurredAt,
  );
};

const passesAfter = (state: CaseState, event: CaseEventOf<'CaseTransferred'>): readonly Pass[] => {
  const at = moment(event.occurredAt);
  const place = state.passes.findLastIndex((earlier) => earlier.at.ms <= at.ms) + 1;
  return state.passes.toSpliced(place, 0, { at, event: event.id, unit: event.data.unit });
};

/** The case with whoever has it now. */
export const evolveHolding = (state: CaseState, event: HandedOver): CaseState => {
  const held = hold(state, event);
  return event.type === 'CaseAssigned'
    ? held
    : { ...held, transfers: event.data.count, passes: passesAfter(state, event) };
};
