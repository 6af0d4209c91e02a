import { existsSync } from 'node:fs';
import { LedgerError } from '@complaint-ledger/contracts';
import { dataFolder } from './data-folder.ts';

/** LedgerError `not-found` when no ledger is in that folder: what only reads makes none. */
export const checkLedgerExists = (data: string): void => {
  const { events, folder } = dataFolder(data);
  if (existsSync(events)) return;
  throw new LedgerError('not-found', `There is no ledger in ${folder}.`, {
    path: events,
    hint: 'Name its folder with --data, or make one: `ledger serve`, `ledger import`, `ledger demo`.',
  });
};
