import { LedgerError } from '@complaint-ledger/contracts';
import type { Caller } from '@complaint-ledger/http';

/** Departments whose cases the caller may see; undefined: all of them (CONF-1). */
export const reachOf = ({ departments }: Caller): readonly string[] | undefined => departments;

/** LedgerError `forbidden` when the caller's key does not reach that department, or must name one. */
export const checkReach = (caller: Caller, department: string | undefined): void => {
  const reach = reachOf(caller);
  if (reach === undefined || (department !== undefined && reach.includes(department))) return;
  throw new LedgerError(
    'forbidden',
    department === undefined
      ? 'This key reaches some departments only.'
      : `This key does not reach the department ${department}.`,
    { hint: `It reaches ${reach.join(', ')}.`, ...(department === undefined && { path: 'department' }) },
  );
};
