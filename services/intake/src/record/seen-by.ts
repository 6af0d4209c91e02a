import type { Matter, Policy } from '@complaint-ledger/policy';
import type { Message } from '../receive/message.ts';

/** What the conditions of a pack can ask of a record before there is a case. */
const matterOf = ({ told, data }: Message, policy: Policy, topics: readonly string[]): Matter => {
  const text = (name: string): string | undefined => {
    const value = data[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    level: text('level') ?? policy.pack.defaultLevel,
    category: text('category'),
    kind: text('kind'),
    channel: text('channel') ?? (told.type === 'call.received' ? 'phone' : undefined),
    product: text('product'),
    branch: text('branch'),
    topics,
    customerGroup: text('customerGroup'),
    receivingDepartment: text('receivingDepartment'),
    keyCustomer: data['keyCustomer'] === true,
  };
};

/** Roles and offices that alone may see the record, from its first byte (FILE-1); the first condition that fits speaks. */
export const seenBy = (message: Message, policy: Policy, topics: readonly string[]): readonly string[] | undefined => {
  const { confidential = [] } = policy.pack;
  if (confidential.length === 0) return undefined;
  const asksHours = confidential.some(({ when }) => when.outOfHours !== undefined);
  const matter = matterOf(message, policy, topics);
  return policy.seenBy(asksHours ? { ...matter, outOfHours: policy.outOfHours(message.occurredAt) } : matter);
};
