import { sqliteFailure } from '@complaint-ledger/sqlite';

const beingWritten = ['locked', 'Another process is writing this file: try again when it is done.'] as const;

/** What SQLite or the file system threw, in the ledger's words; other errors pass unchanged. */
export const keyRingFailure = sqliteFailure({
  what: 'The key ring',
  meanings: {
    busy: beingWritten,
    locked: beingWritten,
    corrupt: ['corrupt', 'Restore the key ring from your backup, or delete it: the next start makes a new admin key.'],
    'not-a-database': ['corrupt', 'The file is something else: name another path.'],
  },
  otherwise: [
    'storage',
    'Check that the file and its folder are there and writable for this user, and that the disk is not full.',
  ],
});
