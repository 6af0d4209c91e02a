import { existsSync } from 'node:fs';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { dataFolder } from './data-folder.ts';

/** LedgerError `not-found` when no ledger is in that folder: what only reads makes none. */
export const checkLedgerExists = (data: string): void => {
  const { events, folder } = dataFolder(data);
  if (existsSync(events)) return;
  throw new LedgerError('not-found', said(`There is no ledger in ${folder}.`, `${folder} 里没有账本。`), {
    path: events,
    hint: said(
      'Name its folder with --data, or make one: `ledger serve`, `ledger import`, `ledger demo`.',
      '请用 --data 指定其文件夹，或新建一个：`ledger serve`、`ledger import`、`ledger demo`。',
    ),
  });
};
