import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LedgerError, type NewEvent } from '@complaint-ledger/contracts';
import { HASH_BYTES, MerkleFrontier, nodeLocation, type ReadNode } from '@complaint-ledger/proof';
import { arrayStatement, type ArrayStatement, Recent, resultCode, uuidToBytes } from '@complaint-ledger/sqlite';
import { refusalOf, type AppendRequest } from '../append-request.ts';
import type { AppendResult } from '../event-store.ts';
import { bodyOf, isBodyOf } from '../event-body.ts';
import { LeafEncoder } from './leaf-encoder.ts';

type StoredRow = readonly [position: number, revision: number, stream: string, body: string];

interface StreamHead {
  readonly id: number;
  /** Revision of the last event. */
  readonly revision: number;
}

/** State to which a refused append returns. */
interface Mark {
  readonly position: number;
  readonly lastStream: number;
  readonly lastType: number;
  readonly frontier: MerkleFrontier;
}

/** Reads the nodes that are written beside the events. */
export const nodeReader = (db: DatabaseSync): ReadNode => {
  const select = db.prepare('SELECT nodes FROM events WHERE position = ?');
  return (level, index) => {
    const { leafIndex, offset } = nodeLocation({ level, index });
    const nodes = select.get(leafIndex + 1)?.['nodes'];
    const node = nodes instanceof Uint8Array ? nodes.subarray(offset, offset + HASH_BYTES) : undefined;
    if (node?.length === HASH_BYTES) return node;
    throw new LedgerError('corrupt', `The hash tree has a hole at position ${leafIndex + 1}`, {
      position: leafIndex + 1,
      hint: 'Restore the ledger from a copy; `ledger verify` tells the first broken position.',
    });
  };
};

/**
 * Writes appends into the open transaction: `begin`, `append` as often as wanted, `commit`. An append that is refused, or that
 * fails by itself, leaves no trace and the transaction goes on; a failure of SQLite means `abandon`, after which the file and
 * the state here are as before `begin`.
 */
export class LogWriter {
  readonly #db: DatabaseSync;
  readonly #readNode: ReadNode;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #insertStream: StatementSync;
  readonly #insertType: StatementSync;
  readonly #selectHead: StatementSync;
  readonly #selectById: ArrayStatement<StoredRow>;
  readonly #deleteFrom: readonly [StatementSync, StatementSync, StatementSync];
  readonly #heads: Recent<string, StreamHead>;
  /** Heads that this transaction moved: they join the others when it is committed. */
  readonly #moved = new Map<string, StreamHead>();
  readonly #leaf = new LeafEncoder();
  readonly #types = new Map<string, number>();
  #position = 0;
  #lastStream = 0;
  #frontier = MerkleFrontier.empty();
  #isStale = false;

  constructor(db: DatabaseSync, streamHeads: number) {
    this.#db = db;
    this.#readNode = nodeReader(db);
    this.#heads = new Recent(streamHeads);
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insertEvent = db.prepare(
      'INSERT INTO events (position, id, stream, revision, type, nodes, body) VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT)) ON CONFLICT (id) DO NOTHING',
    );
    this.#insertStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
    this.#insertType = db.prepare('INSERT INTO types (id, name) VALUES (?, ?)');
    this.#selectHead = db.prepare(
      'SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) AS revision FROM streams WHERE name = ?',
    );
    this.#selectById = arrayStatement(
      db,
      'SELECT position, revision, name, body FROM events JOIN streams ON streams.id = stream WHERE events.id = ?',
    );
    this.#deleteFrom = [
      db.prepare('DELETE FROM events WHERE position > ?'),
      db.prepare('DELETE FROM streams WHERE id > ?'),
      db.prepare('DELETE FROM types WHERE id > ?'),
    ];
    this.#load();
  }

  /** Position of the last event. */
  get position(): number {
    return this.#position;
  }

  begin(): void {
    if (this.#isStale) this.#load();
    this.#begin.run();
  }

  /** Errors: those of the port and the caller's own, after which this append has left no trace; others come from SQLite. */
  append(request: AppendRequest, recordedAt: string): AppendResult {
    const { stream, expected, events } = request;
    const head = this.#headOf(stream);
    const refusal = refusalOf(stream, expected, head?.revision);
    if (refusal !== undefined) {
      const repetition = this.#repetitionOf(stream, events);
      if (repetition !== undefined) return repetition;
      throw refusal;
    }
    const mark = this.#mark();
    try {
      const written = this.#write(stream, head, events, recordedAt);
      if (written !== undefined) return written;
    } catch (error) {
      if (resultCode(error) === undefined) this.#returnTo(mark);
      throw error;
    }
    this.#returnTo(mark);
    const repetition = this.#repetitionOf(stream, events);
    if (repetition !== undefined) return repetition;
    throw new Error(`SQLite refused an id of an append to ${stream} that it does not have`);
  }

  commit(): void {
    this.#commit.run();
    for (const [stream, head] of this.#moved) this.#heads.set(stream, head);
    this.#moved.clear();
  }

  /** Gives up the transaction and reads the state back from the file: what is there counts, not what was meant. */
  abandon(): void {
    this.#isStale = true;
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    this.#load();
  }

  /** The last event's place, or undefined when an id is already in the log. */
  #write(
    stream: string,
    head: StreamHead | undefined,
    events: readonly NewEvent[],
    recordedAt: string,
  ): AppendResult | undefined {
    const streamId = head?.id ?? this.#addStream(stream);
    let revision = head?.revision ?? -1;
    for (const event of events) {
      revision++;
      this.#leaf.encode(bodyOf(event, { stream, revision, recordedAt }));
      const nodes = this.#frontier.append(this.#leaf.hash());
      const { changes } = this.#insertEvent.run(
        this.#position + 1,
        uuidToBytes(event.id),
        streamId,
        revision,
        this.#typeId(event.type),
        nodes,
        this.#leaf.bytes,
      );
      if (changes !== 1) return undefined;
      this.#position++;
    }
    this.#moved.set(stream, { id: streamId, revision });
    return { appended: true, revision, position: this.#position };
  }

  /** The answer to events that are all there already; undefined when none is. Error: `conflict`. */
  #repetitionOf(stream: string, events: readonly NewEvent[]): AppendResult | undefined {
    let known = 0;
    let last: { readonly id: string; readonly revision: number; readonly position: number } | undefined;
    for (const event of events) {
      const row = this.#selectById.get(uuidToBytes(event.id));
      if (row === undefined) continue;
      const [position, revision, storedStream, body] = row;
      known++;
      last = { id: event.id, revision, position };
      const details = { eventId: event.id, stream, position };
      if (storedStream !== stream) {
        throw new LedgerError('conflict', `Event ${event.id} is already in stream ${storedStream}`, {
          ...details,
          hint: 'Give the event its own id, or send it to the same stream.',
        });
      }
      if (!isBodyOf(body, event, stream)) {
        throw new LedgerError('conflict', `Event ${event.id} is already in the log with other content`, {
          ...details,
          hint: 'Give the event its own id: what is recorded is never changed.',
        });
      }
    }
    if (last === undefined) return undefined;
    if (known === events.length) return { appended: false, revision: last.revision, position: last.position };
    throw new LedgerError('conflict', `Event ${last.id} is already in the log, others of this append are not`, {
      eventId: last.id,
      stream,
      position: last.position,
      hint: 'Repeat an append with exactly the events it had.',
    });
  }

  #headOf(stream: string): StreamHead | undefined {
    const known = this.#moved.get(stream) ?? this.#heads.get(stream);
    if (known !== undefined) return known;
    const row = this.#selectHead.get(stream);
    if (row === undefined) return undefined;
    const head = { id: Number(row['id']), revision: Number(row['revision']) };
    this.#heads.set(stream, head);
    return head;
  }

  #addStream(name: string): number {
    this.#insertStream.run(this.#lastStream + 1, name);
    this.#lastStream++;
    return this.#lastStream;
  }

  #typeId(name: string): number {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const id = this.#types.size + 1;
    this.#insertType.run(id, name);
    this.#types.set(name, id);
    return id;
  }

  #mark(): Mark {
    return {
      position: this.#position,
      lastStream: this.#lastStream,
      lastType: this.#types.size,
      frontier: this.#frontier.copy(),
    };
  }

  #returnTo({ position, lastStream, lastType, frontier }: Mark): void {
    const [events, streams, types] = this.#deleteFrom;
    if (this.#position > position) events.run(position);
    if (this.#lastStream > lastStream) streams.run(lastStream);
    if (this.#types.size > lastType) types.run(lastType);
    for (const [name, id] of this.#types) if (id > lastType) this.#types.delete(name);
    this.#position = position;
    this.#lastStream = lastStream;
    this.#frontier = frontier;
  }

  #load(): void {
    const last = (table: string, column: string): number =>
      Number(this.#db.prepare(`SELECT coalesce(max(${column}), 0) AS last FROM ${table}`).get()?.['last']);
    this.#heads.clear();
    this.#moved.clear();
    this.#types.clear();
    for (const row of this.#db.prepare('SELECT id, name FROM types').all()) {
      this.#types.set(String(row['name']), Number(row['id']));
    }
    this.#lastStream = last('streams', 'id');
    this.#position = last('events', 'position');
    this.#frontier = MerkleFrontier.of(this.#position, this.#readNode);
    this.#isStale = false;
  }
}
