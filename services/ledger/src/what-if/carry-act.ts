import { type Fact, derivedId, isLedgerError } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import { type AnyCaseEvent, type CaseState, type Command, decideCommand, decideFact } from '@complaint-ledger/routing';
import type { Act } from './acts.ts';
import { type Told, asReported } from './as-reported.ts';
import type { Findings } from './findings.ts';
import { inKnownWords } from './known-words.ts';

/** What a step of the replay leads to. */
export interface Carried {
  readonly events: readonly AnyCaseEvent[];
  readonly state: CaseState;
}

export interface Carrying {
  readonly policy: Policy;
  /** The pack that the matter was recorded under; undefined when it is not installed any more. */
  readonly former: Policy | undefined;
  readonly findings: Findings;
}

const by = (act: Act): string => ('by' in act.data && act.data.by !== undefined ? act.data.by : act.actor.id);

const command = (act: Act, name: Command['name'], body: object, penalty?: string): Command =>
  ({
    name,
    id: derivedId('what-if', act.id, name),
    at: act.occurredAt,
    by: by(act),
    // Who did it then may do it again.
    authorities: ['*'],
    body,
    ...(penalty === undefined ? {} : { penalty }),
  }) as unknown as Command;

const transfer = (act: Act & { type: 'CaseTransferred' | 'TransferRefused' }, policy: Policy): Command => {
  const missing = act.type === 'TransferRefused' ? (act.data.missing ?? []) : [];
  const filled = (policy.pack.transfer.handover ?? []).filter((field) => !missing.includes(field));
  const to = act.type === 'TransferRefused' ? act.data.to : (act.data.to ?? act.data.holder);
  // Only which fields were filled in matters; what stood in them is sealed.
  return command(act, 'transfer', { to, handover: Object.fromEntries(filled.map((field) => [field, field])) });
};

const reported = (state: CaseState, act: Act, { type, data }: Told, carrying: Carrying, clock: number): Carried => {
  const fact = {
    id: act.causationId,
    type,
    schemaVersion: 1,
    stream: act.stream,
    revision: 0,
    position: act.position,
    occurredAt: act.occurredAt,
    recordedAt: act.recordedAt,
    actor: act.actor,
    source: act.source,
    data: { ...data, externalId: state.externalId },
    ...(act.sealed === undefined ? {} : { sealed: act.sealed }),
  } as unknown as Fact;
  carrying.findings.toldAsFacts.add(act.type);
  const known = inKnownWords(fact, carrying.policy, carrying.findings);
  return decideFact(state, state.id, known, carrying.policy, clock) ?? { events: [], state };
};

const asked = (state: CaseState, request: Command, policy: Policy, clock: number): Carried => {
  const { decision } = decideCommand(state, request, policy, clock);
  return { events: decision.events, state: decision.state };
};

const isNewlyAsked = (field: string, former: Policy | undefined): boolean =>
  former?.pack.transfer.handover?.includes(field) !== true;

/** What happened stays as it happened: a refused transfer is only asked about. */
const refusedTransfer = (
  state: CaseState,
  act: Act & { type: 'TransferRefused' },
  { policy, findings }: Carrying,
  clock: number,
): Carried => {
  const { decision, refusal } = decideCommand(state, transfer(act, policy), policy, clock);
  if (refusal !== undefined) return { events: decision.events, state: decision.state };
  findings.wouldHaveBeenAllowed.add(act.data.unit);
  return { events: [], state };
};

/** What a request that was refused can be asked again with: nothing that its rules look at was in its body. */
const askedAgain: Readonly<Record<string, object>> = { resolve: {}, contact: { reached: true } };

/** A request that a rule refused is asked again; where the tried rules refuse it, too, it counts by the rule that does so now. */
const refusedCommand = (
  state: CaseState,
  act: Act & { type: 'CommandRefused' },
  { policy, findings }: Carrying,
  clock: number,
): Carried => {
  const body = askedAgain[act.data.command];
  if (body === undefined) {
    findings.refusalsKept.add(act.data.rule);
    return { events: [act], state };
  }
  const { decision, refusal } = decideCommand(
    state,
    command(act, act.data.command as Command['name'], body),
    policy,
    clock,
  );
  if (refusal !== undefined) return { events: decision.events, state: decision.state };
  findings.refusalsLifted.add(act.data.rule);
  return { events: [], state };
};

const liable = { responsible: 'responsible', manager: 'manager', delay: 'delayedBy' } as const;

/** A share of a loss, by the brackets of the tried pack (PEN-2). Its amount tells the wage or bonus, to the fen. */
const sharedDamage = (
  state: CaseState,
  act: Act & { type: 'DamagePenaltyAssessed' },
  { policy, findings }: Carrying,
  clock: number,
): Carried => {
  const { person, share, lossFen, amountFen, basisPoints } = act.data;
  const basesFen =
    amountFen === undefined ? {} : { basesFen: { [person]: Math.round((amountFen * 10_000) / basisPoints) } };
  const request = command(act, 'assessDamage', { lossFen, [liable[share]]: person, ...basesFen });
  try {
    return asked(state, request, policy, clock);
  } catch (error) {
    if (!isLedgerError(error, 'invalid-input')) throw error;
    findings.leftOut.add(act.type);
    return { events: [], state };
  }
};

const doneTransfer = (
  state: CaseState,
  act: Act & { type: 'CaseTransferred' },
  carrying: Carrying,
  clock: number,
): void => {
  const { policy, former, findings } = carrying;
  if (decideCommand(state, transfer(act, policy), policy, clock).refusal !== undefined)
    findings.wouldHaveBeenRefused.add(act.data.unit);
  if ((policy.pack.transfer.handover ?? []).some((field) => isNewlyAsked(field, former)))
    findings.handoversNotJudged += 1;
};

/**
 * An act of somebody who asked the ledger, under the tried pack: told as if a source had reported it, since it happened. What no
 * source reports is asked of the ledger again; `state` stands still for what has no place in the replay.
 */
export const carryAct = (state: CaseState, act: Act, carrying: Carrying, clock: number): Carried => {
  const { policy, findings } = carrying;
  switch (act.type) {
    case 'TransferRefused':
      return refusedTransfer(state, act, carrying, clock);
    case 'CommandRefused':
      return refusedCommand(state, act, carrying, clock);
    case 'DamagePenaltyAssessed':
      return sharedDamage(state, act, carrying, clock);
    case 'PenaltyAppealed':
    case 'PenaltyWaived': {
      const fine = state.deadlines.find(({ key }) => key === act.data.deadline)?.penalty;
      if (fine?.state !== 'assessed') {
        findings.leftOut.add(act.type);
        return { events: [], state };
      }
      const name = act.type === 'PenaltyAppealed' ? 'appealPenalty' : 'waivePenalty';
      return asked(state, command(act, name, {}, fine.id), policy, clock);
    }
    case 'CaseTransferred':
      doneTransfer(state, act, carrying, clock);
      break;
    case 'ExtensionRequested':
    case 'ExtensionGranted':
    case 'ExtensionRefused':
      if (!state.deadlines.some(({ key }) => key === act.data.deadline)) {
        findings.leftOut.add(act.type);
        return { events: [], state };
      }
      break;
    case 'CaseAssigned':
    case 'CaseClosed':
    case 'CaseEscalated':
    case 'CaseReclassified':
    case 'CaseResolved':
    case 'CasePaused':
    case 'CaseResumed':
    case 'CallBackPromised':
    case 'CallBackRenewed':
    case 'InvestigationRecorded':
    case 'CompensationGranted':
    case 'CustomerContacted':
    case 'CustomerFollowedUp':
    case 'LevelChanged':
      break;
    default:
      act satisfies never;
  }
  const told = asReported(act, policy);
  return told === undefined ? { events: [], state } : reported(state, act, told, carrying, clock);
};
