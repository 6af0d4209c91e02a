import { said } from '@complaint-ledger/contracts';
import { sqliteFailure } from '@complaint-ledger/sqlite';

const beingWritten = [
  'locked',
  said(
    'Another process is writing this file: try again when it is done.',
    '另有进程正在写入此文件：请等它结束后重试。',
  ),
] as const;

/** What SQLite or the file system threw, in the ledger's words; other errors pass unchanged. */
export const keyRingFailure = sqliteFailure({
  what: said('The key ring', '密钥文件读写'),
  meanings: {
    busy: beingWritten,
    locked: beingWritten,
    corrupt: [
      'corrupt',
      said(
        'Restore the key ring from your backup, or delete it: the next start makes a new admin key.',
        '请从备份恢复密钥文件，或将其删除：下次启动会生成新的管理员密钥。',
      ),
    ],
    'not-a-database': [
      'corrupt',
      said('The file is something else: name another path.', '该文件不是密钥文件：请指定其他路径。'),
    ],
  },
  otherwise: [
    'storage',
    said(
      'Check that the file and its folder are there and writable for this user, and that the disk is not full.',
      '请检查文件及其文件夹是否存在、本用户能否写入、磁盘是否已满。',
    ),
  ],
});
