import type { JsonObject } from '@complaint-ledger/contracts';
import type { PolicyBook } from '@complaint-ledger/policy';

/** Where a caller is passed on to, and how they reach it directly (CALL-3). */
export interface Desk {
  readonly department: string;
  readonly contact: string;
}

/** The desk that the governing pack names for the kind of a call that was taken; undefined when it names none. */
export const deskOf = ({ policy, kind }: JsonObject, policies: PolicyBook): Desk | undefined => {
  const { desks = {} } = policies.policy(typeof policy === 'string' ? policy : policies.defaultId).pack.calls ?? {};
  return typeof kind === 'string' && Object.hasOwn(desks, kind) ? desks[kind] : undefined;
};
