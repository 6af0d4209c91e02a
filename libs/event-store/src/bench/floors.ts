import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { uuidToBytes } from '@complaint-ledger/sqlite';
import { bodyOf } from '../event-body.ts';
import type { Work } from './workload.ts';

export interface BareRow {
  readonly id: Uint8Array;
  readonly stream: number;
  readonly revision: number;
  readonly body: string;
}

/** Everything made ready beforehand: what is timed is storing alone. */
export const bareRows = (work: readonly Work[]): readonly BareRow[] => {
  const streams = new Map<string, number>();
  return work.map(({ stream, revision, event }) => {
    const id = streams.get(stream) ?? streams.size + 1;
    streams.set(stream, id);
    const body = bodyOf(event, { stream, revision, recordedAt: '2026-11-16T01:30:00.000Z' });
    return { id: uuidToBytes(event.id), stream: id, revision, body };
  });
};

export const bareDatabase = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stream INTEGER NOT NULL, revision INTEGER NOT NULL,
      type INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (stream, revision)
    ) STRICT;
  `);
  return db;
};

/**
 * The floor of SQLite: no hash, no tree, no check, no promise. Stores the rows [start, end) in one transaction, at positions
 * that follow `before`.
 */
export const bareStorer = (
  db: DatabaseSync,
): ((rows: readonly BareRow[], start: number, end: number, before?: number) => void) => {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const insert = db.prepare(
    'INSERT INTO events (position, id, stream, revision, type, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (rows, start, end, before = 0) => {
    begin.run();
    for (let i = start; i < end; i++) {
      const row = rows[i] as BareRow;
      insert.run(before + i + 1, row.id, row.stream, row.revision, 1, row.body);
    }
    commit.run();
  };
};

/** All rows, `perCommit` in a transaction. */
export const storeBare = (db: DatabaseSync, rows: readonly BareRow[], perCommit: number): void => {
  const store = bareStorer(db);
  for (let i = 0; i < rows.length; i += perCommit) store(rows, i, Math.min(i + perCommit, rows.length));
};

/** The floor of the disk: lines with a checksum at the end of a file, synced every `perSync`. */
export const storeLines = (path: string, rows: readonly BareRow[], perSync: number): void => {
  const file = openSync(path, 'a');
  for (let i = 0; i < rows.length; i += perSync) {
    const lines = rows
      .slice(i, i + perSync)
      .map(({ body }) => `${crc32(body).toString(16).padStart(8, '0')} ${body}\n`);
    writeSync(file, lines.join(''));
    fdatasyncSync(file);
  }
  closeSync(file);
};
