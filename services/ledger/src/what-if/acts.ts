import type { CaseEvent, CaseEventType, Fact } from '@complaint-ledger/contracts';

/** What agents and managers ask the ledger to do leaves one of these; everything else follows from them. */
const actTypes = [
  'CaseAssigned',
  'CaseTransferred',
  'TransferRefused',
  'CommandRefused',
  'CustomerContacted',
  'CasePaused',
  'CaseResumed',
  'CallBackPromised',
  'CallBackRenewed',
  'CaseEscalated',
  'LevelChanged',
  'CaseReclassified',
  'ExtensionRequested',
  'ExtensionGranted',
  'ExtensionRefused',
  'InvestigationRecorded',
  'CompensationGranted',
  'CaseResolved',
  'CustomerFollowedUp',
  'CaseClosed',
  'PenaltyAppealed',
  'PenaltyWaived',
  'DamagePenaltyAssessed',
] as const satisfies readonly CaseEventType[];

export type Act = Extract<CaseEvent, { type: (typeof actTypes)[number] }>;

/** A fact that a source told, or an act of somebody who asked the ledger. */
export type Step = { readonly fact: Fact } | { readonly act: Act };

const isAct = (event: CaseEvent): event is Act => (actTypes as readonly string[]).includes(event.type);

/** The answer to a follow-up closes the case by itself (RES-7), as do the last word upward and the call that was owed (CALL-6). */
const closesByItself: ReadonlySet<CaseEventType> = new Set([
  'CustomerFollowedUp',
  'CaseEscalated',
  'CustomerContacted',
]);

/** Acts among the events of a case: what a command led to, and neither a fact nor the clock. */
const actsOf = (facts: readonly Fact[], recorded: readonly CaseEvent[]): readonly Act[] => {
  const told = new Set(facts.map(({ id }) => id));
  const asked = recorded.filter(({ causationId }) => causationId !== undefined && !told.has(causationId));
  const closing = new Set(asked.flatMap(({ type, causationId }) => (closesByItself.has(type) ? [causationId] : [])));
  return asked.filter(isAct).filter(({ type, causationId }) => type !== 'CaseClosed' || !closing.has(causationId));
};

/** Whether the ledger had decided the fact when the act was recorded. */
const knew = (act: Act, fact: Fact): boolean =>
  act.data.fact === undefined ? fact.position < act.position : fact.revision <= act.data.fact;

/** Facts and acts of a matter in the order in which the ledger took them. */
export const stepsOf = (facts: readonly Fact[], recorded: readonly CaseEvent[]): readonly Step[] => {
  const acts = [...actsOf(facts, recorded)];
  const steps: Step[] = [];
  for (const fact of facts) {
    for (let act = acts[0]; act !== undefined && !knew(act, fact); act = acts[0]) {
      steps.push({ act });
      acts.shift();
    }
    steps.push({ fact });
  }
  return [...steps, ...acts.map((act) => ({ act }))];
};
