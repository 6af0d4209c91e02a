import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate } from './make-private.ts';

export interface OpenFileOptions {
  readonly path: string;
  /** How long a write waits for another process that is writing, in milliseconds; default 5,000. */
  readonly busyTimeout?: number | undefined;
}

/**
 * Opens a database file and runs the SQL `setup` on it. The file and its folder are made when missing, the file readable by
 * this user only. Throws what SQLite or the file system throws.
 */
export const openFile = ({ path, busyTimeout = 5_000 }: OpenFileOptions, setup: string): DatabaseSync => {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true });
    makePrivate(path);
  }
  const db = new DatabaseSync(path, { timeout: busyTimeout });
  try {
    db.exec(setup);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};
