import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { arrayStatement, type ArrayStatement, uuidToBytes } from '@complaint-ledger/sqlite';
import { recordedEvent } from '../event-body.ts';

/** Position and body, as stored. */
export type BodyRow = readonly [position: number, body: string];

export interface BodyPage {
  readonly rows: readonly BodyRow[];
  /** Last position looked at: with a filter of types it can be later than the last row. Continue from here. */
  readonly through: number;
}

export interface ReadBodiesOptions {
  /** Last position already seen; 0 reads from the start. */
  readonly after: number;
  /** At most so many positions are looked at; default 1,000, with a filter of types 20,000. */
  readonly limit?: number;
}

export const PAGE_EVENTS = 1_000;
const FILTERED_PAGE_EVENTS = 20_000;

const toEvents = (rows: readonly BodyRow[]): RecordedEvent[] => {
  const events: RecordedEvent[] = [];
  for (const [position, body] of rows) events.push(recordedEvent(position, body));
  return events;
};

/** Reads of one connection, each a single statement: rows as arrays in pages, which is what `node:sqlite` does fastest. */
export class LogReader {
  readonly #db: DatabaseSync;
  readonly #head: StatementSync;
  readonly #page: ArrayStatement<BodyRow>;
  readonly #forwards: ArrayStatement<BodyRow>;
  readonly #backwards: ArrayStatement<BodyRow>;
  readonly #byId: ArrayStatement<BodyRow>;
  readonly #streamId: StatementSync;
  readonly #typeId: StatementSync;
  readonly #pagesOfTypes = new Map<string, ArrayStatement<BodyRow>>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    const rows = (sql: string): ArrayStatement<BodyRow> => arrayStatement(db, sql);
    this.#head = db.prepare('SELECT coalesce(max(position), 0) AS head FROM events');
    this.#page = rows(
      'SELECT position, body FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?',
    );
    this.#forwards = rows(
      'SELECT position, body FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
    );
    this.#backwards = rows(
      'SELECT position, body FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?',
    );
    this.#byId = rows('SELECT position, body FROM events WHERE id = ?');
    this.#streamId = db.prepare('SELECT id FROM streams WHERE name = ?');
    this.#typeId = db.prepare('SELECT id FROM types WHERE name = ?');
  }

  head(): number {
    return Number(this.#head.get()?.['head']);
  }

  streamId(name: string): number | undefined {
    const id = this.#streamId.get(name)?.['id'];
    return id === undefined ? undefined : Number(id);
  }

  page(after: number, upTo: number, limit: number): RecordedEvent[] {
    return toEvents(this.#page.all(after, upTo, limit));
  }

  streamPage(streamId: number, from: number, direction: 'forwards' | 'backwards', limit: number): RecordedEvent[] {
    const statement = direction === 'forwards' ? this.#forwards : this.#backwards;
    return toEvents(statement.all(streamId, from, limit));
  }

  find(id: string): RecordedEvent | undefined {
    const row = this.#byId.get(uuidToBytes(id));
    return row && recordedEvent(row[0], row[1]);
  }

  bodies({ after, limit }: ReadBodiesOptions, types?: readonly string[]): BodyPage {
    if (types === undefined) {
      const rows = this.#page.all(after, Number.MAX_SAFE_INTEGER, limit ?? PAGE_EVENTS);
      return { rows, through: rows.at(-1)?.[0] ?? after };
    }
    const through = Math.max(after, Math.min(this.head(), after + (limit ?? FILTERED_PAGE_EVENTS)));
    const rows = this.#pageOfTypes(types)?.all(after, through);
    return { rows: rows ?? [], through };
  }

  /** Undefined when the log has no event of these types. Type ids are written into the statement: half the time of a join. */
  #pageOfTypes(types: readonly string[]): ArrayStatement<BodyRow> | undefined {
    const ids = types.flatMap((name) => {
      const id = this.#typeId.get(name)?.['id'];
      return id === undefined ? [] : [Number(id)];
    });
    if (ids.length === 0) return undefined;
    const list = ids.sort((a, b) => a - b).join(', ');
    const known = this.#pagesOfTypes.get(list);
    if (known !== undefined) return known;
    const statement = arrayStatement<BodyRow>(
      this.#db,
      `SELECT position, body FROM events WHERE position > ? AND position <= ? AND type IN (${list}) ORDER BY position`,
    );
    this.#pagesOfTypes.set(list, statement);
    return statement;
  }
}
