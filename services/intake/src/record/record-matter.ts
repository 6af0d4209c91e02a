import type { JsonValue } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import type { Divided } from '../receive/fact.ts';
import type { Message } from '../receive/message.ts';
import { callSummary } from './call-summary.ts';
import { divideFields } from './clear-fields.ts';
import { missingItems } from './missing-items.ts';
import { seenBy } from './seen-by.ts';
import { topicsIn } from './topics.ts';

/** What intake adds to the clear part of a fact: it follows from what was told and the pack then in force. */
export const DERIVED = ['missing', 'topics', 'seenBy', 'summary', 'was'] as const;

/**
 * A new matter as the governing pack has it recorded: what is missing is marked (CALL-4, FILE-2), topics are found before the text is
 * sealed, the pack's own fields stay clear where it says so (CALL-13), and who alone may see it is known from the first byte (FILE-1).
 */
export const recordMatter = (message: Message, { clear, personal }: Divided, policy: Policy): Divided => {
  const { pack } = policy;
  const isCall = message.told.type === 'call.received';
  const missing = missingItems(message, pack);
  const topics = topicsIn(message.data, pack);
  const seen = seenBy(message, policy, topics);
  const { fields, ...others } = personal;
  const divided = divideFields(fields, pack);
  const recorded = {
    ...clear,
    policy: policy.id,
    ...(isCall || missing.length > 0 ? { missing } : {}),
    ...(topics.length > 0 ? { topics } : {}),
    ...(Object.keys(divided.clear).length > 0 ? { fields: divided.clear } : {}),
    ...(seen === undefined ? {} : { seenBy: seen }),
  };
  const summary = isCall ? callSummary({ at: message.occurredAt, told: [recorded], missing }, policy) : undefined;
  return {
    clear: { ...recorded, ...(summary === undefined ? {} : { summary: summary as unknown as JsonValue }) },
    personal: { ...others, ...(Object.keys(divided.rest).length > 0 ? { fields: divided.rest } : {}) },
  };
};
