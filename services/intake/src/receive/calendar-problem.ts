import { type Policy, periodsOf } from '@complaint-ledger/policy';
import type { Message } from './message.ts';
import type { Problem } from './receipt.ts';

/**
 * A time before the first year of the working calendar: no deadline could ever be counted from it, so routing would stand still
 * at it. A year after the last is taken: its calendar is yet to come, and routing waits for it.
 */
export const calendarProblem = ({ occurredAt }: Message, { id, workingYears, zone }: Policy): Problem | undefined => {
  if (workingYears === undefined) return undefined;
  const year = Number(periodsOf(Date.parse(occurredAt), zone).year);
  if (year >= workingYears.first) return undefined;
  return {
    code: 'invalid-input',
    path: 'time',
    message: `time is in the year ${year}, and the working calendar of policy ${id} begins with ${workingYears.first}`,
    hint: 'Check the year. Older records need a policy whose calendar has their years, or one that counts no working time.',
  };
};
