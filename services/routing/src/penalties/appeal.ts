import { LedgerError, said } from '@complaint-ledger/contracts';
import { type CaseState, penaltyById, roundOf } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';

/** A fine for a missed deadline (PEN-1), or a share of a damage (PEN-2), as its appeal and waiver name it. */
interface Fine {
  readonly state: 'assessed' | 'reversed' | 'waived';
  readonly amountFen: number;
  readonly department: string;
  readonly round: number;
  readonly named: { readonly deadline: string; readonly name: string; readonly dueAt: string };
}

/** What the share of a damage has in place of a deadline. */
const DAMAGE = 'damage';

const fineById = (state: CaseState, id: string): Fine | undefined => {
  const deadline = penaltyById(state, id);
  if (deadline?.penalty !== undefined) {
    const { key, name, due, round } = deadline;
    return { ...deadline.penalty, round, named: { deadline: key, name, dueAt: due.at } };
  }
  const damage = state.damages.find((each) => each.id === id);
  return (
    damage && { ...damage, round: roundOf(state).number, named: { deadline: DAMAGE, name: DAMAGE, dueAt: damage.at } }
  );
};

const standing = ({ state }: Decision, id: string): Fine => {
  const fine = fineById(state, id);
  if (fine === undefined)
    throw new LedgerError('not-found', said(`this case has no penalty ${id}`, `此案件没有处罚记录 ${id}。`), {
      path: 'id',
    });
  if (fine.state === 'assessed') return fine;
  const zh = fine.state === 'waived' ? '免除' : '撤销';
  throw new LedgerError('conflict', said(`the penalty is ${fine.state} already`, `该处罚已被${zh}。`), {
    path: 'id',
    rule: 'PEN-3',
  });
};

/** PEN-3: a penalty can be appealed while it stands. */
export const appeal = (decision: Decision, command: CommandOf<'appealPenalty'>): undefined => {
  const { at, by, penalty = '' } = command;
  const { named, department, round } = standing(decision, penalty);
  decision.emit('PenaltyAppealed', at, { penalty, ...named, by }, { department, round });
};

/** PEN-3: waived with a reason by whom the pack names; the tally shows assessed, waived and net. */
export const waive = (decision: Decision, command: CommandOf<'waivePenalty'>): Refusal | undefined => {
  const { at, by, penalty = '', authorities } = command;
  const { named, department, round, amountFen } = standing(decision, penalty);
  const waivers = decision.policy.pack.penalties?.waivers;
  if (waivers !== undefined && !authorities.some((each) => each === '*' || waivers.includes(each)))
    return refuse(decision, command, 'PEN-3', `a penalty is waived by: ${waivers.join(', ')}`);
  decision.emit('PenaltyWaived', at, { penalty, ...named, amountFen, by }, { department, round });
  return undefined;
};
