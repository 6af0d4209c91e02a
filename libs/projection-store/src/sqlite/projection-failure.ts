import { sqliteFailure } from '@complaint-ledger/sqlite';

const beingWritten = [
  'locked',
  'Another process is writing this file: stop it, or try again when it is done.',
] as const;

/** What SQLite or the file system threw, in the ledger's words; other errors pass unchanged. */
export const projectionFailure = sqliteFailure({
  what: 'The projection file',
  meanings: {
    busy: beingWritten,
    locked: beingWritten,
    'read-only': ['storage', 'Make the file and its folder writable for this user.'],
    corrupt: ['corrupt', 'Delete the file and rebuild the projections from the log.'],
    full: ['storage', 'Free space on the disk; then the same write may be repeated.'],
    'not-a-database': ['corrupt', 'The file is something else: name another path, or delete it and rebuild.'],
  },
  otherwise: ['storage', 'Check that the folder exists and that this user may write there.'],
});
