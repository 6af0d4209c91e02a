import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { leafHash, MerkleFrontier } from '@complaint-ledger/proof';
import { arrayStatement, messageOf, uuidFromBytes } from '@complaint-ledger/sqlite';
import type { Verification, VerifyProgress } from '../verification.ts';
import { openLedgerFile } from './ledger-file.ts';
import { PAGE_EVENTS } from './log-reader.ts';

type Row = readonly [
  position: number,
  id: Uint8Array,
  stream: string | null,
  revision: number,
  type: string | null,
  nodes: Uint8Array,
  body: Uint8Array,
];

const SELECT = `
  SELECT position, events.id, streams.name, revision, types.name, nodes, CAST(body AS BLOB)
  FROM events LEFT JOIN streams ON streams.id = stream LEFT JOIN types ON types.id = type
  WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
`;

/** What of the row does not agree with the rest, or undefined. Advances `frontier` and `revisions` when all does. */
const faultOf = (row: Row, frontier: MerkleFrontier, revisions: Map<string, number>): string | undefined => {
  const [position, id, stream, revision, type, nodes, body] = row;
  if (position !== frontier.size + 1) return `the event is missing: the next one has position ${position}`;
  const next = frontier.copy();
  if (!next.append(leafHash(body)).equals(nodes)) return 'the stored bytes do not match their hash';
  let event: RecordedEvent;
  try {
    event = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as RecordedEvent;
  } catch {
    return 'the stored bytes are not JSON';
  }
  if (event.id !== uuidFromBytes(id)) return `the id column says ${uuidFromBytes(id)}, the event ${event.id}`;
  if (stream === null || event.stream !== stream) return `the stream column says ${stream}, the event ${event.stream}`;
  if (event.revision !== revision) return `the revision column says ${revision}, the event ${event.revision}`;
  if (type === null || event.type !== type) return `the type column says ${type}, the event ${event.type}`;
  const expected = (revisions.get(stream) ?? -1) + 1;
  if (revision !== expected) return `stream ${stream} goes on with revision ${revision} instead of ${expected}`;
  frontier.append(nodes.subarray(0, 32));
  revisions.set(stream, revision);
  return undefined;
};

const verify = async (db: DatabaseSync, onProgress?: (progress: VerifyProgress) => void): Promise<Verification> => {
  const frontier = MerkleFrontier.empty();
  const revisions = new Map<string, number>();
  const broken = (reason: string): Verification => ({
    ok: false,
    position: frontier.size + 1,
    reason,
    size: frontier.size,
    root: frontier.root(),
  });
  try {
    const head = Number(db.prepare('SELECT coalesce(max(position), 0) AS head FROM events').get()?.['head']);
    const select = arrayStatement<Row>(db, SELECT);
    let limit = PAGE_EVENTS;
    const readRows = (): readonly Row[] => select.all(frontier.size, head, limit);
    while (frontier.size < head) {
      let rows: readonly Row[];
      try {
        rows = readRows();
      } catch {
        // Somewhere in here the file is damaged: event by event, to the one that cannot be read.
        limit = 1;
        rows = readRows();
      }
      for (const row of rows) {
        const fault = faultOf(row, frontier, revisions);
        if (fault !== undefined) return broken(fault);
      }
      if (rows.length === 0) return broken(`the events up to ${head} cannot be read`);
      if (limit === 1) continue;
      onProgress?.({ position: frontier.size, head });
      await nextTick();
    }
    return { ok: true, size: frontier.size, root: frontier.root() };
  } catch (error) {
    return broken(`the file cannot be read: ${messageOf(error)}`);
  }
};

/**
 * Reads the whole log and hashes every stored byte again: hashes and tree nodes, positions and revisions without gaps, and
 * columns that say what the events say. Takes a path or an open store, beside whose writer it reads; events appended
 * meanwhile are left for the next time. Cutting events off the end of the file cannot be seen here: compare `size` and
 * `root` with what was noted elsewhere. Errors: `config` when there is no ledger.
 */
export const verifyLog = async (
  log: string | { readonly path: string },
  onProgress?: (progress: VerifyProgress) => void,
): Promise<Verification> => {
  const path = typeof log === 'string' ? log : log.path;
  const db = openLedgerFile(path, { readOnly: true, autoCheckpointPages: 0 });
  try {
    return await verify(db, onProgress);
  } finally {
    db.close();
  }
};
