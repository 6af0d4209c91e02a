import { epochOf } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';

/** The customer was called (LEVEL-1, CONT-1); an attempt that did not reach them is recorded and is no response. */
export const contact = (
  decision: Decision,
  at: string,
  told: { readonly reached: boolean; readonly by?: string | undefined },
): void => {
  const { filed, firstContact } = decision.state;
  const ms = epochOf(at);
  const isFirst = told.reached && (firstContact === undefined || ms < epochOf(firstContact.occurredAt));
  decision.emit('CustomerContacted', at, {
    reached: told.reached,
    ...(isFirst ? { firstAfterMs: Math.max(0, ms - filed.ms) } : {}),
    ...(isFirst && firstContact !== undefined ? { supersedes: firstContact } : {}),
    ...(told.by === undefined ? {} : { by: told.by }),
  });
};
