import { type Policy, parseMoney } from '@complaint-ledger/policy';
import { recordViolation } from '../cases/breach.ts';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';

export interface Compensation {
  readonly compensation: string;
  readonly amountFen: number;
  /** Role or office under which it was granted (RES-5). */
  readonly authority?: string | undefined;
  readonly authorisedBy?: string | undefined;
  readonly by?: string | undefined;
}

/** RES-5: a compensation has a type, an amount, and who authorised it. */
export const compensate = (decision: Decision, at: string, granted: Compensation): string => {
  const { compensation, amountFen, authority, authorisedBy, by } = granted;
  return decision.emit('CompensationGranted', at, {
    compensation,
    amountFen,
    ...(authority === undefined ? {} : { authority }),
    ...(authorisedBy === undefined ? {} : { authorisedBy }),
    ...(by === undefined ? {} : { by }),
  });
};

/** Roles and offices of the pack with the most that each may give, fen, the least first; undefined when the pack sets no limits. */
const limitsOf = ({ pack }: Policy): readonly (readonly [authority: string, fen: number])[] | undefined => {
  const table = pack.compensation?.authority;
  if (table === undefined) return undefined;
  return Object.entries(table)
    .map(([name, limit]) => [name, limit === 'unlimited' ? Infinity : (parseMoney(limit) ?? 0)] as const)
    .toSorted(([, a], [, b]) => a - b);
};

/** What an administrator grants beyond every limit of the pack. */
const ADMINISTRATOR = 'admin';

/** RES-5: granted under the least of the caller's authorities that suffices; above all of them it is refused, and says who may. */
export const askCompensation = (decision: Decision, command: CommandOf<'compensate'>): Refusal | undefined => {
  const { at, by, authorities, body } = command;
  const limits = limitsOf(decision.policy);
  // A limit is one of the whole matter: it is not passed in small pieces.
  const total = decision.state.compensatedFen + body.amountFen;
  const suffices = (limits ?? []).filter(([, limit]) => total <= limit).map(([authority]) => authority);
  const isAny = authorities.includes('*');
  const authority = suffices.find((each) => isAny || authorities.includes(each)) ?? (isAny ? ADMINISTRATOR : undefined);
  if (limits !== undefined && authority === undefined) {
    const before = decision.state.compensatedFen > 0 ? 'with what was given before, ' : '';
    const who = suffices.length === 0 ? 'nobody may give so much' : `that much is given by: ${suffices.join(', ')}`;
    return refuse(decision, command, 'RES-5', `${before}it is more than your authority; ${who}`);
  }
  const under = limits === undefined || authority === undefined ? {} : { authority };
  compensate(decision, at, {
    compensation: body.compensation,
    amountFen: body.amountFen,
    ...under,
    authorisedBy: by,
    by,
  });
  return undefined;
};

/** A compensation that was told; beyond the limit of the authority that it names, or by one that has none, it broke RES-5. */
export const recordCompensation = (decision: Decision, at: string, granted: Compensation): void => {
  const total = decision.state.compensatedFen + granted.amountFen;
  const event = compensate(decision, at, granted);
  const { authority, by } = granted;
  const limits = limitsOf(decision.policy);
  if (limits === undefined || authority === undefined) return;
  const limit = limits.find(([name]) => name === authority)?.[1] ?? 0;
  if (total > limit) recordViolation(decision, { at, by, event }, ['RES-5']);
};
