import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one write transaction: all of it or nothing. What it throws is thrown on. */
export const transaction = <T>(db: DatabaseSync, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has already rolled it back.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};
