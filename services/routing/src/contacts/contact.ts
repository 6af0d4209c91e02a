import { epochOf } from '@complaint-ledger/policy';
import { recordViolation } from '../cases/breach.ts';
import type { Decision } from '../cases/decision.ts';

interface Contact {
  readonly reached: boolean;
  /** The customer asked before anybody told them how the matter stands. */
  readonly askedFirst?: boolean | undefined;
  readonly by?: string | undefined;
}

/**
 * The customer was called (LEVEL-1, CONT-1); an attempt that did not reach them is recorded and is no response. CONT-3: that they had
 * to ask for the progress is a violation and no reason to refuse the contact.
 */
export const contact = (decision: Decision, at: string, told: Contact): void => {
  const { filed, firstContact } = decision.state;
  const ms = epochOf(at);
  const isFirst = told.reached && (firstContact === undefined || ms < epochOf(firstContact.occurredAt));
  const { askedFirst, by } = told;
  const event = decision.emit('CustomerContacted', at, {
    reached: told.reached,
    ...(askedFirst === undefined ? {} : { askedFirst }),
    ...(isFirst ? { firstAfterMs: Math.max(0, ms - filed.ms) } : {}),
    ...(isFirst && firstContact !== undefined ? { supersedes: firstContact } : {}),
    ...(by === undefined ? {} : { by }),
  });
  if (askedFirst === true) recordViolation(decision, { at, by, event }, ['CONT-3']);
};
