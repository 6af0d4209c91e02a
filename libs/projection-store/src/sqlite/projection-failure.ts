import { said } from '@complaint-ledger/contracts';
import { sqliteFailure } from '@complaint-ledger/sqlite';

const beingWritten = [
  'locked',
  said(
    'Another process is writing this file: stop it, or try again when it is done.',
    '另有进程正在写入此文件：请停止它，或等它结束后重试。',
  ),
] as const;

/** What SQLite or the file system threw, in the ledger's words; other errors pass unchanged. */
export const projectionFailure = sqliteFailure({
  what: said('The projection file', '投影文件读写'),
  meanings: {
    busy: beingWritten,
    locked: beingWritten,
    'read-only': [
      'storage',
      said('Make the file and its folder writable for this user.', '请让本用户可以写入该文件及其文件夹。'),
    ],
    corrupt: [
      'corrupt',
      said('Delete the file and rebuild the projections from the log.', '请删除该文件，并从日志重建投影。'),
    ],
    full: [
      'storage',
      said('Free space on the disk; then the same write may be repeated.', '请腾出磁盘空间；之后可重复同样的写入。'),
    ],
    'not-a-database': [
      'corrupt',
      said(
        'The file is something else: name another path, or delete it and rebuild.',
        '该文件不是投影文件：请指定其他路径，或删除后重建。',
      ),
    ],
  },
  otherwise: [
    'storage',
    said('Check that the folder exists and that this user may write there.', '请检查文件夹是否存在、本用户能否写入。'),
  ],
});
