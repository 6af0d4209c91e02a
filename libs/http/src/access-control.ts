import type { Permission } from '@complaint-ledger/contracts';
import type { Caller } from './endpoint.ts';

/** What the edge needs of libs/access: who a key belongs to, and what that role may do. */
export interface AccessControl {
  /** Undefined for a key that is unknown, revoked or expired. LedgerError `unavailable` when keys cannot be read. */
  authenticate(key: string): Promise<Caller | undefined> | Caller | undefined;
  may(role: string, permission: Permission): boolean;
}
