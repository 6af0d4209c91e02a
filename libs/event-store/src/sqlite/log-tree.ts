import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LedgerError } from '@complaint-ledger/contracts';
import { consistencyProof, inclusionProof, type ReadNode, rootOf } from '@complaint-ledger/proof';
import type { ConsistencyProof, InclusionProof, LogRoot } from '../log-proofs.ts';
import { nodeReader } from './log-writer.ts';

/** Roots and proofs, from the nodes beside the events: O(log n) rows each. */
export class LogTree {
  readonly #readNode: ReadNode;
  readonly #body: StatementSync;
  readonly #head: () => number;

  constructor(db: DatabaseSync, head: () => number) {
    this.#readNode = nodeReader(db);
    this.#body = db.prepare('SELECT CAST(body AS BLOB) AS bytes FROM events WHERE position = ?');
    this.#head = head;
  }

  root(size = this.#head()): LogRoot {
    this.#check(size, 0);
    return { size, root: rootOf(size, this.#readNode) };
  }

  inclusion(position: number, size = this.#head()): InclusionProof {
    this.#check(size, 0);
    if (position < 1 || position > size) throw noSuchPosition(position, size);
    const leafIndex = position - 1;
    return {
      ...this.root(size),
      position,
      leafIndex,
      leaf: this.#readNode(0, leafIndex),
      path: inclusionProof(leafIndex, size, this.#readNode),
    };
  }

  consistency(from: number, to = this.#head()): ConsistencyProof {
    this.#check(to, 0);
    if (from > to) throw noSuchPosition(from, to);
    this.#check(from, 0);
    return {
      from,
      fromRoot: rootOf(from, this.#readNode),
      to,
      toRoot: rootOf(to, this.#readNode),
      path: from === 0 ? [] : consistencyProof(from, to, this.#readNode),
    };
  }

  leafBytes(position: number): Uint8Array {
    const bytes = this.#body.get(position)?.['bytes'];
    if (bytes instanceof Uint8Array) return bytes;
    throw noSuchPosition(position, this.#head());
  }

  #check(size: number, least: number): void {
    if (!Number.isSafeInteger(size) || size < least || size > this.#head()) throw noSuchPosition(size, this.#head());
  }
}

const noSuchPosition = (position: number, head: number): LedgerError =>
  new LedgerError('not-found', `The log has no position ${position}`, {
    path: 'position',
    hint: head === 0 ? 'The log is empty.' : `Positions go from 1 to ${head}.`,
  });
