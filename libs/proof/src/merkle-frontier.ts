import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashing.ts';
import { completedLevels, peaksOf, type ReadNode } from './tree-shape.ts';

/**
 * The right edge of a growing tree: one hash for each complete subtree of it, enough to append and to give the root.
 * Appending costs one node hash in the mean and log2(size) at most.
 */
export class MerkleFrontier {
  #size: number;
  readonly #peaks: (Uint8Array | undefined)[];

  private constructor(size: number, peaks: (Uint8Array | undefined)[]) {
    this.#size = size;
    this.#peaks = peaks;
  }

  static empty(): MerkleFrontier {
    return new MerkleFrontier(0, []);
  }

  /** The frontier of a stored tree, from as many nodes as `size` has one bits. */
  static of(size: number, readNode: ReadNode): MerkleFrontier {
    const peaks: (Uint8Array | undefined)[] = [];
    for (const { level, index } of peaksOf(size)) peaks[level] = readNode(level, index);
    return new MerkleFrontier(size, peaks);
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /**
   * Appends a leaf and gives the hashes that it completes: its own, then the inner nodes of level 1, 2, …, 32 bytes each.
   * Kept with the leaf, they are all that proofs need (`nodeLocation`).
   */
  append(leaf: Uint8Array): Buffer {
    const levels = completedLevels(this.#size);
    const row = Buffer.allocUnsafe(HASH_BYTES * (levels + 1));
    row.set(leaf, 0);
    let node: Uint8Array = leaf;
    for (let level = 0; level < levels; level++) {
      node = nodeHash(this.#peakAt(level), node);
      row.set(node, HASH_BYTES * (level + 1));
    }
    this.#peaks[levels] = node;
    this.#size++;
    return row;
  }

  /** Root hash of the leaves so far (RFC 6962 §2.1). */
  root(): Buffer {
    let root: Uint8Array | undefined;
    for (const { level } of peaksOf(this.#size).toReversed()) {
      const peak = this.#peakAt(level);
      root = root === undefined ? peak : nodeHash(peak, root);
    }
    return Buffer.from(root ?? EMPTY_ROOT);
  }

  /** An independent copy, to return to when what follows fails. */
  copy(): MerkleFrontier {
    return new MerkleFrontier(this.#size, this.#peaks.slice());
  }

  #peakAt(level: number): Uint8Array {
    const peak = this.#peaks[level];
    if (peak === undefined) throw new RangeError(`The frontier of ${this.#size} leaves has no peak of level ${level}`);
    return peak;
  }
}
