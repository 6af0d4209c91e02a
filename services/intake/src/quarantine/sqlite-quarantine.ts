import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { LedgerError, newId } from '@complaint-ledger/contracts';
import type { BlobSealer } from '@complaint-ledger/vault';
import type { Problem } from '../receive/receipt.ts';
import type {
  Attempt,
  Held,
  HeldBody,
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  QuarantineState,
  QuarantinedMessage,
  Settlement,
  Waiting,
} from './quarantine.ts';
import { quarantineFailure } from './quarantine-failure.ts';

export interface SqliteQuarantineOptions {
  /** The file; it and its folder are made when missing, readable by this user only. */
  readonly path: string;
  /** Seals whole messages: a message that was not understood may hold anybody's data. */
  readonly sealer: BlobSealer;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

const PURPOSE = 'quarantine';

const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;';

const SCHEMA = `
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
  body BLOB NOT NULL,
  waits_as TEXT, waits_on TEXT,
  event_id TEXT, discard_reason TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS entry_state ON entry (state, seq);
CREATE INDEX IF NOT EXISTS entry_waits_on ON entry (waits_on, seq) WHERE state = 'parked';
CREATE TABLE IF NOT EXISTS attempt (
  entry INTEGER NOT NULL REFERENCES entry (seq),
  at TEXT NOT NULL, state TEXT NOT NULL,
  code TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL,
  format TEXT, body BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS attempt_entry ON attempt (entry);
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
`;

interface Row {
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
  readonly body: Uint8Array;
  readonly waits_on: string | null;
  readonly event_id: string | null;
  readonly discard_reason: string | null;
}

const encodeBody = (body: HeldBody): { readonly format: 'bytes' | 'json'; readonly bytes: Uint8Array } =>
  'bytes' in body
    ? { format: 'bytes', bytes: body.bytes }
    : { format: 'json', bytes: new TextEncoder().encode(JSON.stringify(body.json) ?? 'null') };

const decodeBody = (format: 'bytes' | 'json', bytes: Uint8Array): HeldBody =>
  format === 'bytes' ? { bytes } : { json: JSON.parse(new TextDecoder().decode(bytes)) as unknown };

const entryOf = (row: Row): QuarantineEntry => ({
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

const notFound = (quarantineId: string): LedgerError =>
  new LedgerError('not-found', `There is no quarantined message ${quarantineId}`, {
    path: 'id',
    hint: 'GET /v1/quarantine lists the ones there are.',
  });

/** The quarantine in one SQLite file. Errors when opening: `storage`, `corrupt`. */
export const openSqliteQuarantine = async (options: SqliteQuarantineOptions): Promise<Quarantine> => {
  const { path, sealer } = options;
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
    const db = new DatabaseSync(path);
    try {
      db.exec(PRAGMAS);
      db.exec(SCHEMA);
      return new SqliteQuarantine(db, options, await fingerprintKey(db, sealer));
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw quarantineFailure(error, path);
  }
};

/** Two equal messages are recognised without opening them; without the vault's key nobody can try messages out. */
const fingerprintKey = async (db: DatabaseSync, sealer: BlobSealer): Promise<Uint8Array> => {
  const select = db.prepare("SELECT value FROM secret WHERE name = 'fingerprint'");
  if (select.get() === undefined) {
    const sealed = await sealer.sealBytes(PURPOSE, randomBytes(32));
    db.prepare("INSERT INTO secret VALUES ('fingerprint', ?) ON CONFLICT DO NOTHING").run(sealed);
  }
  return sealer.openBytes(PURPOSE, select.get()?.value as Uint8Array);
};

class SqliteQuarantine implements Quarantine {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #sealer: BlobSealer;
  readonly #now: () => number;
  readonly #key: Uint8Array;
  /** How many messages wait, by stream: most streams have none and need no query. */
  readonly #parked = new Map<string, number>();

  constructor(db: DatabaseSync, { path, sealer, now = Date.now }: SqliteQuarantineOptions, key: Uint8Array) {
    this.#db = db;
    this.#path = path;
    this.#sealer = sealer;
    this.#now = now;
    this.#key = key;
    const waiting = db.prepare("SELECT waits_on, COUNT(*) AS n FROM entry WHERE state = 'parked' GROUP BY waits_on");
    for (const row of waiting.all()) this.#parked.set(String(row.waits_on), Number(row.n));
  }

  async keep(held: readonly Held[]): Promise<readonly string[]> {
    const sealed = await Promise.all(
      held.map(async ({ body, id, source }) => {
        const { format, bytes } = encodeBody(body);
        const fingerprint = this.#fingerprint(source, id, bytes);
        return { format, fingerprint, body: await this.#sealer.sealBytes(PURPOSE, bytes) };
      }),
    );
    return this.#write(() =>
      held.map((each, i) => {
        const blob = sealed[i] as (typeof sealed)[number];
        return each.entry === undefined ? this.#keepOne(each, blob) : this.#keepTrial(each, each.entry, blob);
      }),
    );
  }

  hasParked(stream: string): boolean {
    return this.#parked.size > 0 && this.#parked.has(stream);
  }

  parkedStreams(): readonly string[] {
    return [...this.#parked.keys()];
  }

  async parkedOn(stream: string): Promise<readonly Waiting[]> {
    return this.#open(this.#rows("state = 'parked' AND waits_on = ? ORDER BY seq", stream));
  }

  async parkedAs(eventId: string): Promise<Waiting | undefined> {
    const [first] = await this.#open(this.#rows("state = 'parked' AND waits_as = ? ORDER BY seq LIMIT 1", eventId));
    return first;
  }

  async settle(settlements: readonly Settlement[]): Promise<void> {
    this.#write(() => {
      for (const settlement of settlements) {
        const row = this.#row(settlement.quarantineId);
        this.#remember(row);
        if (settlement.state === 'resent') {
          this.#run(
            'UPDATE entry SET state = ?, event_id = ?, changed_at = ? WHERE seq = ?',
            'resent',
            settlement.eventId,
            this.#time(),
            row.seq,
          );
        } else {
          const { code, path, message, hint } = settlement.problem;
          this.#run(
            'UPDATE entry SET state = ?, code = ?, path = ?, message = ?, hint = ?, changed_at = ? WHERE seq = ?',
            'rejected',
            code,
            path,
            message,
            hint,
            this.#time(),
            row.seq,
          );
        }
        this.#count(row.state, row.waits_on, -1);
      }
    });
  }

  async list({ state, source, after, limit }: QuarantineQuery): Promise<QuarantinePage> {
    const conditions: string[] = ['1'];
    const values: SQLInputValue[] = [];
    if (state !== undefined) {
      conditions.push('state = ?');
      values.push(state);
    }
    if (source !== undefined) {
      conditions.push('source = ?');
      values.push(source);
    }
    if (after !== undefined) {
      conditions.push('seq < ?');
      values.push(this.#row(after).seq);
    }
    const rows = this.#rows(`${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`, ...values, limit + 1);
    const entries = rows.slice(0, limit).map(entryOf);
    const last = entries.at(-1);
    return rows.length > limit && last !== undefined ? { entries, next: last.quarantineId } : { entries };
  }

  async get(quarantineId: string): Promise<QuarantinedMessage> {
    const row = this.#row(quarantineId);
    const history = this.#all(
      'SELECT at, state, code, path, message, hint FROM attempt WHERE entry = ? ORDER BY rowid',
      row.seq,
    ) as readonly Attempt[];
    const body = decodeBody(row.format, await this.#sealer.openBytes(PURPOSE, row.body));
    return { ...entryOf(row), body, history: history.map((attempt) => ({ ...attempt })) };
  }

  async discard(quarantineId: string, reason: string): Promise<QuarantineEntry> {
    return this.#write(() => {
      const row = this.#row(quarantineId);
      if (row.state === 'resent') {
        throw new LedgerError('conflict', 'The message was taken into the log and cannot be given up', {
          path: 'id',
          hint: 'Correct it by an event, such as complaint.withdrawn.',
        });
      }
      if (row.state !== 'discarded') {
        this.#remember(row);
        this.#run(
          'UPDATE entry SET state = ?, discard_reason = ?, changed_at = ? WHERE seq = ?',
          'discarded',
          reason,
          this.#time(),
          row.seq,
        );
        this.#count(row.state, row.waits_on, -1);
      }
      return entryOf(this.#row(quarantineId));
    });
  }

  counts(): Readonly<Record<QuarantineState, number>> {
    const counts: Record<QuarantineState, number> = { discarded: 0, parked: 0, rejected: 0, resent: 0 };
    const rows = this.#all('SELECT state, COUNT(*) AS n FROM entry GROUP BY state') as readonly {
      state: QuarantineState;
      n: number;
    }[];
    for (const { state, n } of rows) counts[state] = n;
    return counts;
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) this.#db.close();
  }

  #keepOne(held: Held, { format, fingerprint, body }: SealedBody): string {
    const [same] = this.#rows('fingerprint = ?', fingerprint);
    if (same !== undefined) {
      this.#repeat(same, held);
      return same.id;
    }
    const id = newId();
    const now = this.#time();
    const { state, problem, waiting } = held;
    this.#run(
      `INSERT INTO entry (id, state, code, path, message, hint, external_id, source, type, caller, received_at, changed_at,
         fingerprint, format, body, waits_as, waits_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      state,
      problem.code,
      problem.path,
      problem.message,
      problem.hint,
      held.id ?? null,
      held.source ?? null,
      held.type ?? null,
      held.caller,
      now,
      now,
      fingerprint,
      format,
      body,
      waiting?.eventId ?? null,
      waiting?.stream ?? null,
    );
    this.#count(state, waiting?.stream ?? null, 1);
    return id;
  }

  /** The same message once more: what was given up or is judged otherwise by now is looked at anew. */
  #repeat(row: Row, { state, problem, waiting }: Held): void {
    const changed = row.state !== state && !(row.state === 'discarded' && state === 'rejected');
    if (!changed) {
      this.#run('UPDATE entry SET deliveries = deliveries + 1 WHERE seq = ?', row.seq);
      return;
    }
    this.#remember(row);
    this.#run(
      `UPDATE entry SET deliveries = deliveries + 1, state = ?, code = ?, path = ?, message = ?, hint = ?, changed_at = ?,
         waits_as = ?, waits_on = ?, discard_reason = NULL WHERE seq = ?`,
      state,
      problem.code,
      problem.path,
      problem.message,
      problem.hint,
      this.#time(),
      waiting?.eventId ?? null,
      waiting?.stream ?? null,
      row.seq,
    );
    this.#count(row.state, row.waits_on, -1);
    this.#count(state, waiting?.stream ?? null, 1);
  }

  /** Another try of an entry, as it was or mended, that the log does not take either. */
  #keepTrial(held: Held, entry: string, { format, fingerprint, body }: SealedBody): string {
    const row = this.#row(entry);
    const [same] = this.#rows('fingerprint = ?', fingerprint);
    if (same !== undefined && same.seq !== row.seq) {
      this.#repeat(same, held);
      return same.id;
    }
    const { state, problem, waiting } = held;
    this.#remember(row, same === undefined);
    this.#run(
      `UPDATE entry SET state = ?, code = ?, path = ?, message = ?, hint = ?, external_id = ?, source = ?, type = ?,
         changed_at = ?, fingerprint = ?, format = ?, body = ?, waits_as = ?, waits_on = ? WHERE seq = ?`,
      state,
      problem.code,
      problem.path,
      problem.message,
      problem.hint,
      held.id ?? null,
      held.source ?? null,
      held.type ?? null,
      this.#time(),
      fingerprint,
      format,
      body,
      waiting?.eventId ?? null,
      waiting?.stream ?? null,
      row.seq,
    );
    this.#count(row.state, row.waits_on, -1);
    this.#count(state, waiting?.stream ?? null, 1);
    return row.id;
  }

  #remember(row: Row, withBody = false): void {
    this.#run(
      'INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      row.seq,
      row.changed_at,
      row.state,
      row.code,
      row.path,
      row.message,
      row.hint,
      withBody ? row.format : null,
      withBody ? row.body : null,
    );
  }

  #count(state: QuarantineState, stream: string | null, by: 1 | -1): void {
    if (state !== 'parked' || stream === null) return;
    const n = (this.#parked.get(stream) ?? 0) + by;
    if (n > 0) this.#parked.set(stream, n);
    else this.#parked.delete(stream);
  }

  #fingerprint(source: string | undefined, id: string | undefined, bytes: Uint8Array): Uint8Array {
    const hmac = createHmac('sha256', this.#key);
    return hmac
      .update(JSON.stringify([source ?? null, id ?? null]))
      .update('\n')
      .update(bytes)
      .digest();
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }

  #row(quarantineId: string): Row {
    const [row] = this.#rows('id = ?', quarantineId);
    if (row === undefined) throw notFound(quarantineId);
    return row;
  }

  #rows(where: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#all(`SELECT * FROM entry WHERE ${where}`, ...values) as readonly Row[];
  }

  #all(sql: string, ...values: readonly SQLInputValue[]): readonly unknown[] {
    return this.#attempt(() => this.#db.prepare(sql).all(...values));
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values);
  }

  async #open(rows: readonly Row[]): Promise<readonly Waiting[]> {
    return Promise.all(
      rows.map(async ({ id, body, caller }) => {
        const bytes = await this.#sealer.openBytes(PURPOSE, body);
        return { quarantineId: id, caller, raw: JSON.parse(new TextDecoder().decode(bytes)) as unknown };
      }),
    );
  }

  #write<T>(work: () => T): T {
    return this.#attempt(() => {
      const before = new Map(this.#parked);
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#db.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        this.#parked.clear();
        for (const [stream, n] of before) this.#parked.set(stream, n);
        throw error;
      }
    });
  }

  #attempt<T>(work: () => T): T {
    if (!this.#db.isOpen) throw new LedgerError('closed', 'The quarantine is closed', { path: this.#path });
    try {
      return work();
    } catch (error) {
      throw quarantineFailure(error, this.#path);
    }
  }
}

interface SealedBody {
  readonly format: 'bytes' | 'json';
  readonly fingerprint: Uint8Array;
  readonly body: Uint8Array;
}
