import { LedgerError, said } from '@complaint-ledger/contracts';
import { messageOf, resultCode, sqliteFailure } from '@complaint-ledger/sqlite';

/** An append that SQLite could not finish, as the `storage` error of the port. */
export const storageError = (error: unknown, path: string): LedgerError =>
  new LedgerError(
    'storage',
    said(`The ledger ${path} could not be written: ${messageOf(error)}`, `账本 ${path} 无法写入：${messageOf(error)}`),
    {
      path,
      cause: error,
      hint:
        resultCode(error) === 'full'
          ? said(
              'Free disk space or raise the size limit, then send the same events again.',
              '请腾出磁盘空间或提高大小上限，然后重新发送同样的事件。',
            )
          : said(
              'Whether it was written is unknown: send the same events again, with the same ids.',
              '是否已写入不得而知：请用同样的编号重新发送同样的事件。',
            ),
    },
  );

/** What was thrown while a ledger was opened, in the ledger's words; other errors pass unchanged. */
export const openError = sqliteFailure({
  what: said('Opening the ledger', '打开账本'),
  meanings: {
    'cannot-open': [
      'config',
      said(
        'Check that the folder exists and that this user may write there.',
        '请检查文件夹是否存在、本用户能否写入。',
      ),
    ],
    'not-a-database': [
      'config',
      said('This is no ledger file: name another file.', '这不是账本文件：请指定其他文件。'),
    ],
    corrupt: [
      'corrupt',
      said(
        'Restore it from a copy; `ledger verify` tells the first broken position.',
        '请从副本恢复；`ledger verify` 会指出第一个损坏的位置。',
      ),
    ],
  },
  otherwise: [
    'storage',
    said(
      'Check that this user may write the file and that no other program keeps it.',
      '请检查本用户能否写入该文件、是否有其他程序占用它。',
    ),
  ],
});
