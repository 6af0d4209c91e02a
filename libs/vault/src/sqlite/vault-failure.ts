import { said } from '@complaint-ledger/contracts';
import { sqliteFailure } from '@complaint-ledger/sqlite';

/** What SQLite or the file system threw, in the ledger's words; other errors pass unchanged. */
export const vaultFailure = sqliteFailure({
  what: said('The vault', '保险库读写'),
  meanings: {
    corrupt: [
      'corrupt',
      said(
        'Restore the vault file from your backup; the log cannot bring it back.',
        '请从备份恢复保险库文件；日志无法将其重建。',
      ),
    ],
    'not-a-database': [
      'corrupt',
      said(
        'The file is something else: name another path, or restore the vault from your backup.',
        '该文件不是保险库：请指定其他路径，或从备份恢复保险库。',
      ),
    ],
    full: [
      'storage',
      said('Free space on the disk; then the same call may be repeated.', '请腾出磁盘空间；之后可重复同样的操作。'),
    ],
  },
  otherwise: [
    'unavailable',
    said(
      'Nothing was lost. Check that the file is there, writable for this user, and not kept busy by another process.',
      '没有丢失内容。请检查文件是否存在、本用户能否写入、是否被其他进程占用。',
    ),
  ],
});
