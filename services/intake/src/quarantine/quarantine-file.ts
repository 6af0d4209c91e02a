import type { Problem } from '../receive/receipt.ts';
import type { QuarantineEntry, QuarantineState } from './quarantine.ts';

export const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;';

export const SCHEMA = `
CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  code TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL,
  external_id TEXT, source TEXT, type TEXT,
  caller TEXT NOT NULL,
  received_at TEXT NOT NULL, changed_at TEXT NOT NULL,
  deliveries INTEGER NOT NULL DEFAULT 1,
  fingerprint BLOB NOT NULL UNIQUE,
  format TEXT NOT NULL,
  body BLOB,
  waits_as TEXT, waits_on TEXT,
  event_id TEXT, discard_reason TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS entry_state ON entry (state, seq);
CREATE INDEX IF NOT EXISTS entry_waits_on ON entry (waits_on, seq) WHERE state = 'parked';
CREATE INDEX IF NOT EXISTS entry_rejected ON entry (source, external_id) WHERE state = 'rejected';
CREATE TABLE IF NOT EXISTS attempt (
  entry INTEGER NOT NULL REFERENCES entry (seq),
  at TEXT NOT NULL, state TEXT NOT NULL,
  code TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL,
  format TEXT, body BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS attempt_entry ON attempt (entry);
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
`;

export interface Row {
  readonly seq: number;
  readonly id: string;
  readonly state: QuarantineState;
  readonly code: Problem['code'];
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  readonly external_id: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly caller: string;
  readonly received_at: string;
  readonly changed_at: string;
  readonly deliveries: number;
  readonly format: 'bytes' | 'json';
  readonly body: Uint8Array | null;
  readonly waits_on: string | null;
  readonly event_id: string | null;
  readonly discard_reason: string | null;
}

export const entryOf = (row: Row): QuarantineEntry => ({
  quarantineId: row.id,
  state: row.state,
  code: row.code,
  path: row.path,
  message: row.message,
  hint: row.hint,
  caller: row.caller,
  receivedAt: row.received_at,
  changedAt: row.changed_at,
  deliveries: row.deliveries,
  ...(row.external_id === null ? {} : { id: row.external_id }),
  ...(row.source === null ? {} : { source: row.source }),
  ...(row.type === null ? {} : { type: row.type }),
  ...(row.event_id === null ? {} : { eventId: row.event_id }),
  ...(row.discard_reason === null ? {} : { discardReason: row.discard_reason }),
});
