import { LedgerError } from '@complaint-ledger/contracts';
import {
  MerkleFrontier,
  type ReadNode,
  consistencyProof,
  inclusionProof,
  nodeLocation,
  rootOf,
} from '@complaint-ledger/proof';
import { Recent } from '@complaint-ledger/sqlite';
import type { ConsistencyProof, InclusionProof, LogRoot } from '../log-proofs.ts';
import type { Verification, VerifyProgress } from '../verification.ts';
import type { KurrentReader } from './kurrent-reader.ts';
import { type Seal, type SealStream, leafOf, nodeOf } from './seals.ts';
import { verifySeals } from './verify-seals.ts';

/** Events sealed at once. */
const SEALED_AT_ONCE = 1_000;

/** Seals kept in memory for proofs. */
const SEALS_KEPT = 64;

/** A node that is not at hand: it is fetched, and the proof begun again. */
class NotAtHand extends Error {
  readonly leafIndex: number;

  constructor(leafIndex: number) {
    super(`the seal of leaf ${leafIndex} is not at hand`);
    this.leafIndex = leafIndex;
  }
}

/**
 * The Merkle tree over a log that many processes write: one of them at a time seals what was appended, in the order of $all, over
 * exactly the bytes that are stored. Roots and proofs reach as far as the last seal. Errors: `not-found`, `unavailable`.
 */
export class LogSeal {
  readonly #reader: KurrentReader;
  readonly #seals: SealStream;
  readonly #recent = new Recent<number, Seal>(SEALS_KEPT);

  constructor(reader: KurrentReader, seals: SealStream) {
    this.#reader = reader;
    this.#seals = seals;
  }

  /** Seals everything in the log now; answers how many events this process sealed. */
  async sealAll(): Promise<number> {
    let sealed = 0;
    for (;;) {
      const last = await this.#seals.last();
      const after = last?.positions.at(-1) ?? 0;
      const events = await this.#reader.page({ after, limit: SEALED_AT_ONCE });
      if (events.length === 0) return sealed;
      const from = sizeOf(last);
      const frontier = await this.#withNodes((readNode) => MerkleFrontier.of(from, readNode));
      const nodes = events.map((event) => frontier.append(leafOf(event)));
      const positions = events.map(({ position }) => position);
      // Another process may seal, too: then its seal is read and gone on from.
      if (await this.#seals.append({ from, positions, nodes: Buffer.concat(nodes) }, last)) sealed += events.length;
    }
  }

  /**
   * Reads the whole log, hashes every event again and compares with what was sealed. Writes nothing: events that nobody has sealed yet
   * count in `size` and `root`, and in `unsealed`. Errors: `unavailable`.
   */
  verify(onProgress?: (progress: VerifyProgress) => void): Promise<Verification> {
    return verifySeals(this.#reader, this.#seals, onProgress);
  }

  /** Position of the last sealed event; 0 before the first. */
  async position(): Promise<number> {
    return (await this.#seals.last())?.positions.at(-1) ?? 0;
  }

  /** Number of sealed events. */
  async size(): Promise<number> {
    return sizeOf(await this.#seals.last());
  }

  async root(size?: number): Promise<LogRoot> {
    const all = await this.size();
    const wanted = this.#check(size ?? all, all);
    return { size: wanted, root: await this.#withNodes((readNode) => rootOf(wanted, readNode)) };
  }

  /** `position` as events have it. */
  async inclusion(position: number, size?: number): Promise<InclusionProof> {
    const { size: wanted, root } = await this.root(size);
    const leafIndex = await this.#leafIndexOf(position);
    if (leafIndex === undefined || leafIndex >= wanted) throw notSealed(`the event at ${position}`, wanted);
    const [leaf, path] = await this.#withNodes(
      (readNode) => [readNode(0, leafIndex), inclusionProof(leafIndex, wanted, readNode)] as const,
    );
    return { size: wanted, root, position, leafIndex, leaf, path };
  }

  /** `from` and `to` are numbers of events. */
  async consistency(from: number, to?: number): Promise<ConsistencyProof> {
    const { size, root } = await this.root(to);
    this.#check(from, size);
    const [fromRoot, path] = await this.#withNodes(
      (readNode) => [rootOf(from, readNode), from === 0 ? [] : consistencyProof(from, size, readNode)] as const,
    );
    return { from, fromRoot, to: size, toRoot: root, path };
  }

  async #withNodes<T>(work: (readNode: ReadNode) => T): Promise<T> {
    const atHand = new Map<number, Seal>();
    const readNode: ReadNode = (level, index) => {
      const { leafIndex } = nodeLocation({ level, index });
      const seal = atHand.get(leafIndex);
      if (seal === undefined) throw new NotAtHand(leafIndex);
      return nodeOf(seal, leafIndex, level);
    };
    for (;;) {
      try {
        return work(readNode);
      } catch (error) {
        if (!(error instanceof NotAtHand)) throw error;
        const { leafIndex } = error;
        const seal = await this.#find(({ from, positions }) => sign(leafIndex, from, from + positions.length - 1));
        if (seal === undefined) throw notSealed(`leaf ${leafIndex}`, await this.size());
        atHand.set(leafIndex, seal);
      }
    }
  }

  async #leafIndexOf(position: number): Promise<number | undefined> {
    const seal = await this.#find(({ positions }) => sign(position, positions[0] ?? 0, positions.at(-1) ?? 0));
    const place = seal?.positions.indexOf(position) ?? -1;
    return seal === undefined || place < 0 ? undefined : seal.from + place;
  }

  /** The seal for which `where` says 0; below it when it says less, above it when more. */
  async #find(where: (seal: Seal) => number): Promise<Seal | undefined> {
    let [low, high] = [0, (await this.#seals.last())?.revision ?? -1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const seal = this.#recent.get(middle) ?? (await this.#seals.at(middle));
      if (seal === undefined) return undefined;
      this.#recent.set(middle, seal);
      const side = where(seal);
      if (side === 0) return seal;
      if (side < 0) high = middle - 1;
      else low = middle + 1;
    }
    return undefined;
  }

  #check(size: number, all: number): number {
    if (Number.isSafeInteger(size) && size >= 0 && size <= all) return size;
    throw notSealed(`a log of ${size} events`, all);
  }
}

const sizeOf = (last: Seal | undefined): number => (last === undefined ? 0 : last.from + last.positions.length);

/** Where a value lies: -1 before the range, 0 in it, 1 after it. */
const sign = (value: number, first: number, last: number): number => (value < first ? -1 : value > last ? 1 : 0);

const notSealed = (what: string, size: number): LedgerError =>
  new LedgerError('not-found', `There is no seal of ${what}`, {
    path: 'position',
    hint: size === 0 ? 'Nothing is sealed yet.' : `${size} events are sealed.`,
  });
