import { sqliteFailure } from '@complaint-ledger/sqlite';

/** What SQLite or the file system threw, in the ledger's words; other errors pass unchanged. */
export const vaultFailure = sqliteFailure({
  what: 'The vault',
  meanings: {
    corrupt: ['corrupt', 'Restore the vault file from your backup; the log cannot bring it back.'],
    'not-a-database': [
      'corrupt',
      'The file is something else: name another path, or restore the vault from your backup.',
    ],
    full: ['storage', 'Free space on the disk; then the same call may be repeated.'],
  },
  otherwise: [
    'unavailable',
    'Nothing was lost. Check that the file is there, writable for this user, and not kept busy by another process.',
  ],
});
