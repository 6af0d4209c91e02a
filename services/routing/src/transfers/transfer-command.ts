import type { HolderRef } from '@complaint-ledger/contracts';
import type { Decision } from '../cases/decision.ts';
import { unitOf } from '../cases/dimensions.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';
import { assign, bringsOneTooMany, brokenTransferRules, isTransfer, recordTransfer } from './transfer.ts';

/** Why a transfer is refused, by rule. */
export const transferReasons: Readonly<Record<string, string>> = {
  'FIRST-3': 'a matter that the receiving department can solve is solved there',
  'XFER-1': 'the same matter is transferred at most once; solve it or escalate it',
  'XFER-2': 'two people at most handle the same matter; solve it or escalate it',
  'XFER-3': 'a transfer hands over everything already learnt, so that the customer repeats nothing',
};

/** XFER-1…4, FIRST-3: passes the case on, or is refused, which leaves a record. */
export const askTransfer = (decision: Decision, command: CommandOf<'transfer'>): Refusal | undefined => {
  const { state, policy } = decision;
  const { to, handover } = command.body;
  const filled = Object.entries(handover ?? {}).flatMap(([name, text]) => (text?.trim() ? [name] : []));
  const handOver = { at: command.at, to, by: command.by, handover: filled };
  if (!isTransfer(state, policy, handOver)) {
    assign(decision, handOver, { proposal: false });
    return undefined;
  }
  const { rules, missing } = brokenTransferRules(state, policy, handOver);
  const [rule] = rules;
  if (rule === undefined) {
    recordTransfer(decision, handOver);
    return undefined;
  }
  decision.emit('TransferRefused', command.at, {
    rule,
    from: state.holder,
    to,
    unit: unitOf(state.holder, policy) ?? decision.dimensions.department,
    ...(missing.length === 0 ? {} : { missing: [...missing] }),
    by: command.by,
  });
  return { rule, reason: transferReasons[rule] ?? rule, ...(missing.length === 0 ? {} : { missing }) };
};

/** The first holder, or another inside the unit; to another unit it is a transfer, with a handover (XFER-3). */
export const askAssignment = (decision: Decision, command: CommandOf<'assign'>): Refusal | undefined => {
  const { department, group, person } = command.body;
  const to: HolderRef = {
    ...(department === undefined ? {} : { department }),
    ...(group === undefined ? {} : { group }),
    ...(person === undefined ? {} : { person }),
  };
  const { state, policy } = decision;
  const handOver = { at: command.at, to, by: command.by };
  if (!state.proposed && isTransfer(state, policy, handOver))
    return refuse(
      decision,
      command,
      'XFER-3',
      'somebody has the case already: passing it on is a transfer, with a handover',
    );
  if (bringsOneTooMany(state, policy, handOver))
    return refuse(decision, command, 'XFER-2', transferReasons['XFER-2'] ?? 'XFER-2');
  assign(decision, handOver, { proposal: false });
  return undefined;
};
