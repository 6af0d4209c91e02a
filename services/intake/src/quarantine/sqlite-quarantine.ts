import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { LedgerError, newId } from '@complaint-ledger/contracts';
import { openFile, transaction } from '@complaint-ledger/sqlite';
import type { BlobSealer } from '@complaint-ledger/vault';
import type { Problem } from '../receive/receipt.ts';
import { newFingerprintKey, PURPOSE, sealBody, type SealedBody } from './fingerprint.ts';
import { decodeBody } from './held-body.ts';
import type {
  Attempt,
  Held,
  HeldMessage,
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  QuarantineState,
  QuarantinedMessage,
  Settlement,
  Taken,
  Waiting,
} from './quarantine.ts';
import { quarantineFailure } from './quarantine-failure.ts';
import { PRAGMAS, type Row, SCHEMA, entryOf } from './quarantine-file.ts';
import { alreadyTaken, notFound } from './refusals.ts';

export interface SqliteQuarantineOptions {
  /** The file; it and its folder are made when missing, readable by this user only. */
  readonly path: string;
  /** Seals whole messages: a message that was not understood may hold anybody's data. */
  readonly sealer: BlobSealer;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/** The quarantine in one SQLite file. Errors when opening: `storage`, `corrupt`. */
export const openSqliteQuarantine = async (options: SqliteQuarantineOptions): Promise<Quarantine> => {
  const { path, sealer } = options;
  try {
    const db = openFile({ path }, PRAGMAS + SCHEMA);
    try {
      return new SqliteQuarantine(db, options, await fingerprintKey(db, sealer));
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw quarantineFailure(error, path);
  }
};

const fingerprintKey = async (db: DatabaseSync, sealer: BlobSealer): Promise<Uint8Array> => {
  const select = db.prepare("SELECT value FROM secret WHERE name = 'fingerprint'");
  if (select.get() === undefined) {
    const sealed = await newFingerprintKey(sealer);
    db.prepare("INSERT INTO secret VALUES ('fingerprint', ?) ON CONFLICT DO NOTHING").run(sealed);
  }
  return sealer.openBytes(PURPOSE, select.get()?.value as Uint8Array);
};

/** Of an entry or of its earlier tries. */
const WITH_BODIES = '(body IS NOT NULL OR seq IN (SELECT entry FROM attempt WHERE body IS NOT NULL))';

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
    this.#countParked();
  }

  async keep(held: readonly Held[]): Promise<readonly string[]> {
    const sealed = await Promise.all(held.map((each) => sealBody(this.#sealer, this.#key, each)));
    return this.#write(() =>
      held.map((each, i) => {
        const blob = sealed[i] as (typeof sealed)[number];
        return each.entry === undefined ? this.#keepOne(each, blob) : this.#keepTrial(each, each.entry, blob);
      }),
    );
  }

  async parkedAmong(streams: readonly string[]): Promise<readonly string[]> {
    return this.#parked.size === 0 ? [] : streams.filter((stream) => this.#parked.has(stream));
  }

  async parkedStreams(): Promise<readonly string[]> {
    return [...this.#parked.keys()];
  }

  async parkedOn(stream: string): Promise<readonly Waiting[]> {
    return this.#open(this.#rows("state = 'parked' AND waits_on = ? ORDER BY seq", stream));
  }

  async settle(settlements: readonly Settlement[]): Promise<void> {
    this.#write(() => {
      for (const settlement of settlements) {
        const row = this.#row(settlement.quarantineId);
        if (settlement.state === 'resent') {
          this.#resent(row, settlement.eventId);
          if (row.source !== null && row.external_id !== null)
            this.#resentToo(row.source, row.external_id, settlement.eventId);
        } else if (row.state !== 'resent') {
          this.#remember(row);
          this.#update(row, { state: 'rejected', ...problemColumns(settlement.problem) });
        }
      }
    });
  }

  async taken(messages: readonly Taken[]): Promise<void> {
    // Most of the time nothing is rejected, and then there is nothing to write.
    if (messages.length === 0 || this.#all("SELECT 1 FROM entry WHERE state = 'rejected' LIMIT 1").length === 0) return;
    this.#write(() => {
      for (const { source, id, eventId } of messages) this.#resentToo(source, id, eventId);
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
    const message = { ...entryOf(row), history: history.map((attempt) => ({ ...attempt })) };
    if (row.body === null) return message;
    return { ...message, body: decodeBody(row.format, await this.#sealer.openBytes(PURPOSE, row.body)) };
  }

  async discard(quarantineId: string, reason: string): Promise<QuarantineEntry> {
    return this.#write(() => {
      const row = this.#row(quarantineId);
      if (row.state === 'resent') throw alreadyTaken();
      if (row.state !== 'discarded') {
        this.#remember(row);
        this.#update(row, { state: 'discarded', discard_reason: reason });
      }
      return entryOf(this.#row(quarantineId));
    });
  }

  async forget(picks: (message: HeldMessage) => Promise<boolean>, reason: string): Promise<number> {
    let forgotten = 0;
    for (let after = 0; ;) {
      const [row] = this.#rows(`seq > ? AND ${WITH_BODIES} ORDER BY seq LIMIT 1`, after);
      if (row === undefined) break;
      after = row.seq;
      if (!(await picks(await this.#heldOf(row)))) continue;
      forgotten++;
      this.#write(() => {
        this.#run('UPDATE attempt SET body = NULL WHERE entry = ?', row.seq);
        const now = this.#row(row.id);
        if (now.state === 'resent' || now.state === 'discarded') return this.#update(now, { body: null });
        this.#remember(now);
        this.#update(now, { state: 'discarded', discard_reason: reason, body: null });
      });
    }
    // What was there stands in older pages of the write-ahead log, too.
    if (forgotten > 0) this.#all('PRAGMA wal_checkpoint(TRUNCATE)');
    return forgotten;
  }

  async #heldOf(row: Row): Promise<HeldMessage> {
    const tries = this.#all('SELECT body FROM attempt WHERE entry = ?', row.seq) as readonly Pick<Row, 'body'>[];
    const bodies: Uint8Array[] = [];
    for (const { body } of [row, ...tries]) if (body !== null) bodies.push(await this.#sealer.openBytes(PURPOSE, body));
    return { ...(row.source !== null && { source: row.source }), bodies };
  }

  async counts(): Promise<Readonly<Record<QuarantineState, number>>> {
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

  #keepOne(held: Held, sealed: SealedBody): string {
    const [same] = this.#rows('fingerprint = ?', sealed.fingerprint);
    if (same !== undefined) {
      this.#repeat(same, held, sealed);
      return same.id;
    }
    const now = this.#time();
    const columns = {
      id: newId(),
      ...heldColumns(held),
      ...sealed,
      caller: held.caller,
      received_at: now,
      changed_at: now,
    };
    const names = Object.keys(columns);
    this.#run(
      `INSERT INTO entry (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ...Object.values(columns),
    );
    this.#count(held.state, held.waiting?.stream ?? null, 1);
    return columns.id;
  }

  /** The same message once more: what was given up or is judged otherwise by now is looked at anew. */
  #repeat(row: Row, held: Held, sealed: SealedBody): void {
    this.#run('UPDATE entry SET deliveries = deliveries + 1 WHERE seq = ?', row.seq);
    const givenUp = row.state === 'discarded' && held.state === 'rejected' && row.body !== null;
    if (row.state === held.state || givenUp) return;
    this.#remember(row);
    this.#update(row, { ...heldColumns(held), ...sealed, discard_reason: null });
  }

  #resent(row: Row, eventId: string): void {
    if (row.state === 'resent') return;
    this.#remember(row);
    this.#run('UPDATE attempt SET body = NULL WHERE entry = ?', row.seq);
    this.#update(row, { state: 'resent', event_id: eventId, body: null });
  }

  #resentToo(source: string, id: string, eventId: string): void {
    const rows = this.#rows("state = 'rejected' AND code <> 'conflict' AND source = ? AND external_id = ?", source, id);
    for (const row of rows) this.#resent(row, eventId);
  }

  /** Another try of an entry, as it was or mended, that the log does not take either. */
  #keepTrial(held: Held, entry: string, sealed: SealedBody): string {
    const row = this.#row(entry);
    const [same] = this.#rows('fingerprint = ?', sealed.fingerprint);
    if (same !== undefined && same.seq !== row.seq) {
      this.#repeat(same, held, sealed);
      return same.id;
    }
    this.#remember(row, same === undefined);
    this.#update(row, { ...heldColumns(held), ...sealed, discard_reason: null });
    return row.id;
  }

  #update(row: Row, columns: Readonly<Record<string, SQLInputValue>>): void {
    const all = { ...columns, changed_at: this.#time() };
    const assignments = Object.keys(all).map((name) => `${name} = ?`);
    this.#run(`UPDATE entry SET ${assignments.join(', ')} WHERE seq = ?`, ...Object.values(all), row.seq);
    this.#count(row.state, row.waits_on, -1);
    const now = this.#row(row.id);
    this.#count(now.state, now.waits_on, 1);
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

  #countParked(): void {
    this.#parked.clear();
    const rows = this.#db.prepare("SELECT waits_on, COUNT(*) AS n FROM entry WHERE state = 'parked' GROUP BY waits_on");
    for (const row of rows.all()) this.#parked.set(String(row.waits_on), Number(row.n));
  }

  #count(state: QuarantineState, stream: string | null, by: 1 | -1): void {
    if (state !== 'parked' || stream === null) return;
    const n = (this.#parked.get(stream) ?? 0) + by;
    if (n > 0) this.#parked.set(stream, n);
    else this.#parked.delete(stream);
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
    const waiting: Waiting[] = [];
    for (const { id, body, caller } of rows) {
      if (body === null) continue;
      const bytes = await this.#sealer.openBytes(PURPOSE, body);
      waiting.push({ quarantineId: id, caller, raw: JSON.parse(new TextDecoder().decode(bytes)) as unknown });
    }
    return waiting;
  }

  #write<T>(work: () => T): T {
    return this.#attempt(() => {
      try {
        return transaction(this.#db, work);
      } catch (error) {
        this.#countParked();
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

const problemColumns = ({ code, path, message, hint }: Problem) => ({ code, path, message, hint });

const heldColumns = ({ state, problem, id, source, type, waiting }: Held) => ({
  state,
  ...problemColumns(problem),
  external_id: id ?? null,
  source: source ?? null,
  type: type ?? null,
  waits_as: waiting?.eventId ?? null,
  waits_on: waiting?.stream ?? null,
});
