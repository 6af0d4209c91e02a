import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTick } from 'node:timers/promises';
import { LedgerError, type NewEvent, type RecordedEvent } from '@complaint-ledger/contracts';
import { type AppendRequest, checkRequest } from '../append-request.ts';
import type {
  AppendResult,
  ExpectedRevision,
  PageHandler,
  ReadAllOptions,
  ReadStreamOptions,
  RestorableStore,
  Subscription,
} from '../event-store.ts';
import type { ConsistencyProof, InclusionProof, LogRoot } from '../log-proofs.ts';
import { restoring } from '../restoring.ts';
import { TailSubscription } from '../tail-subscription.ts';
import { Checkpointer } from './checkpointer.ts';
import { GroupCommit } from './group-commit.ts';
import { logIdOf, openLedgerFile } from './ledger-file.ts';
import { type BodyPage, LogReader, PAGE_EVENTS, type ReadBodiesOptions } from './log-reader.ts';
import { LogTree } from './log-tree.ts';
import { LogWriter } from './log-writer.ts';
import { lockForWriting } from './writer-lock.ts';

export interface SqliteEventStoreOptions {
  readonly path: string;
  /** Opens beside a writer, for reports and verification; appends are refused. Default false. */
  readonly readOnly?: boolean;
  /** Time of recording, milliseconds since 1970; asked once for each transaction. Default `Date.now`. */
  readonly clock?: () => number;
  /** Stream heads kept in memory; default 20,000. */
  readonly streamHeads?: number;
  /** WAL pages (8 KiB) after which the log is checkpointed in the background; default 1,000: at 4,000 p99 doubles. */
  readonly checkpointPages?: number;
  /** How often a read-only store looks for what the writer added while somebody is subscribed, milliseconds; default 100. */
  readonly pollInterval?: number;
}

/** The log in one SQLite file, and what that file can give beyond the port. */
export interface SqliteEventStore extends RestorableStore {
  readonly path: string;
  /** Id of this log, made with the file: tells two logs apart that have the same positions. */
  readonly logId: string;
  /** Bodies as stored, unparsed, for folds over the whole log. `types` leaves out all other events. */
  readBodies(options: ReadBodiesOptions, types?: readonly string[]): BodyPage;
  /** Root of the first `size` events; default all. Error: `not-found`. */
  root(size?: number): LogRoot;
  /** Error: `not-found`. */
  proofOf(position: number, size?: number): InclusionProof;
  /** Error: `not-found`. */
  consistencyOf(from: number, to?: number): ConsistencyProof;
  /** Exactly the bytes whose leaf hash is in the tree. Error: `not-found`. */
  leafBytes(position: number): Uint8Array;
  /** The file may not grow beyond so many bytes: appends that need more fail with `storage`. */
  limitSize(bytes: number): void;
}

interface Parts {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly reader: LogReader;
  readonly tree: LogTree;
  /** Absent in a read-only store. */
  readonly writing?: {
    readonly commits: GroupCommit;
    readonly checkpointer: Checkpointer;
    readonly release: () => void;
  };
  readonly pollInterval: number;
}

class OpenStore implements SqliteEventStore {
  readonly path: string;
  readonly logId: string;
  readonly #parts: Parts;
  readonly #commitListeners: Set<() => void>;
  readonly #subscriptions = new Set<Subscription>();
  #lastPage: { readonly after: number; readonly events: readonly RecordedEvent[] } | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts, commitListeners: Set<() => void>) {
    this.path = parts.path;
    this.logId = logIdOf(parts.db);
    this.#parts = parts;
    this.#commitListeners = commitListeners;
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.#append(() => ({ stream, expected, events }));
  }

  restore(events: readonly RecordedEvent[]): Promise<AppendResult> {
    return this.#append(() => restoring(events));
  }

  #append(make: () => AppendRequest): Promise<AppendResult> {
    try {
      this.#checkOpen();
      const request = make();
      checkRequest(request);
      return this.#commits().add(request);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async last(): Promise<RecordedEvent | undefined> {
    this.#checkOpen();
    const head = this.#parts.reader.head();
    return this.#parts.reader.page(head - 1, head, 1)[0];
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    const { direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    const streamId = this.#parts.reader.streamId(stream);
    if (streamId === undefined) return [];
    const events: RecordedEvent[] = [];
    let from = options.from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
    while (events.length < limit) {
      const wanted = Math.min(PAGE_EVENTS, limit - events.length);
      const page = this.#parts.reader.streamPage(streamId, from, direction, wanted);
      for (const event of page) events.push(event);
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) break;
      from = direction === 'forwards' ? last.revision + 1 : last.revision - 1;
      await nextTick();
      this.#checkOpen();
    }
    return events;
  }

  async readAll({
    after,
    upTo = Number.MAX_SAFE_INTEGER,
    limit = PAGE_EVENTS,
  }: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    return this.#parts.reader.page(after, upTo, limit);
  }

  async find(eventId: string): Promise<RecordedEvent | undefined> {
    this.#checkOpen();
    return this.#parts.reader.find(eventId);
  }

  async head(): Promise<number> {
    this.#checkOpen();
    return this.#parts.reader.head();
  }

  readBodies(options: ReadBodiesOptions, types?: readonly string[]): BodyPage {
    this.#checkOpen();
    return this.#parts.reader.bodies(options, types);
  }

  root(size?: number): LogRoot {
    this.#checkOpen();
    return this.#parts.tree.root(size);
  }

  proofOf(position: number, size?: number): InclusionProof {
    this.#checkOpen();
    return this.#parts.tree.inclusion(position, size);
  }

  consistencyOf(from: number, to?: number): ConsistencyProof {
    this.#checkOpen();
    return this.#parts.tree.consistency(from, to);
  }

  leafBytes(position: number): Uint8Array {
    this.#checkOpen();
    return this.#parts.tree.leafBytes(position);
  }

  limitSize(bytes: number): void {
    this.#checkOpen();
    const pageSize = Number(this.#parts.db.prepare('PRAGMA page_size').get()?.['page_size']);
    this.#parts.db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / pageSize))}`);
  }

  subscribe(after: number, handler: PageHandler): Subscription {
    this.#checkOpen();
    if (this.#closing !== undefined) throw this.#closedError();
    const tail = { readPage: (from: number) => this.#sharedPage(from), onCommit: this.#onCommit };
    const subscription = new TailSubscription(tail, after, handler);
    this.#subscriptions.add(subscription);
    const forget = (): boolean => this.#subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Running pages end first: what their handlers append is still taken.
    while (this.#subscriptions.size > 0) {
      await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    }
    const { db, writing } = this.#parts;
    writing?.commits.flushAll();
    await writing?.checkpointer.close();
    writing?.commits.flushAll();
    db.close();
    writing?.release();
  }

  /** Live subscribers ask for the same page one after the other: it is parsed once. */
  #sharedPage(after: number): readonly RecordedEvent[] {
    const { reader } = this.#parts;
    const known = this.#lastPage;
    if (known?.after === after && known.events.at(-1)?.position === reader.head()) return known.events;
    const events = reader.page(after, Number.MAX_SAFE_INTEGER, PAGE_EVENTS);
    if (events.length > 0) this.#lastPage = { after, events };
    return events;
  }

  readonly #onCommit = (listener: () => void): (() => void) => {
    this.#commitListeners.add(listener);
    const { writing, reader, pollInterval } = this.#parts;
    if (writing !== undefined) return () => this.#commitListeners.delete(listener);
    let seen = reader.head();
    const timer = setInterval(() => {
      const head = headOr(reader, seen + 1);
      if (head > seen) listener();
      seen = head;
    }, pollInterval);
    return () => {
      clearInterval(timer);
      this.#commitListeners.delete(listener);
    };
  };

  #commits(): GroupCommit {
    const { writing } = this.#parts;
    if (writing !== undefined) return writing.commits;
    throw new LedgerError('locked', `The ledger ${this.path} is open for reading only`, {
      path: this.path,
      hint: 'Append through the process that writes it.',
    });
  }

  #checkOpen(): void {
    if (!this.#parts.db.isOpen) throw this.#closedError();
  }

  #closedError(): LedgerError {
    return new LedgerError('closed', `The ledger ${this.path} was closed`, { path: this.path });
  }
}

/** The head, or `otherwise` when it cannot be read: the subscription then finds out why by itself. */
const headOr = (reader: LogReader, otherwise: number): number => {
  try {
    return reader.head();
  } catch {
    return otherwise;
  }
};

/** The file behind symbolic links, so that two names of a ledger share one lock. */
const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

/**
 * Opens the log in the SQLite file `path`, making it when it is not there. One process writes, any number read.
 * Errors: `locked`, `config` (no such folder, another kind of file, a newer format), `corrupt`, `storage`.
 */
export const openSqliteEventStore = (options: SqliteEventStoreOptions): SqliteEventStore => {
  const {
    readOnly = false,
    clock = Date.now,
    streamHeads = 20_000,
    checkpointPages = 1_000,
    pollInterval = 100,
  } = options;
  const path = realPath(options.path);
  const lock = readOnly ? undefined : lockForWriting(path);
  let db: DatabaseSync | undefined;
  try {
    // The commit itself checkpoints only when the background thread does not keep up.
    const opened = openLedgerFile(path, { readOnly, autoCheckpointPages: 16 * checkpointPages });
    db = opened;
    const reader = new LogReader(opened);
    const tree = new LogTree(opened, () => reader.head());
    const listeners = new Set<() => void>();
    if (lock === undefined) return new OpenStore({ path, db: opened, reader, tree, pollInterval }, listeners);
    const writer = new LogWriter(opened, streamHeads);
    const moveRest = opened.prepare('PRAGMA wal_checkpoint(PASSIVE)');
    const checkpointer = new Checkpointer(path, checkpointPages, () => moveRest.run());
    const onCommit = (events: number): void => {
      checkpointer.wrote(events);
      for (const listener of listeners) listener();
    };
    const commits = new GroupCommit({ writer, path, clock, onCommit });
    return new OpenStore(
      { path, db: opened, reader, tree, pollInterval, writing: { commits, checkpointer, release: lock.release } },
      listeners,
    );
  } catch (error) {
    db?.close();
    lock?.release();
    throw error;
  }
};
