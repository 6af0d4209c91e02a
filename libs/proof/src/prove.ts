import { EMPTY_ROOT, nodeHash } from './hashing.ts';
import { splitPoint, type ReadNode } from './tree-shape.ts';

/** Hash of the leaves [start, end); `start` is a multiple of the largest power of two in the range. */
const hashOfRange = (readNode: ReadNode, start: number, end: number): Uint8Array => {
  const leaves = end - start;
  if (leaves === 1) return readNode(0, start);
  const left = splitPoint(leaves);
  if (left * 2 === leaves) return readNode(Math.log2(leaves), start / leaves);
  return nodeHash(hashOfRange(readNode, start, start + left), hashOfRange(readNode, start + left, end));
};

/** Root of the first `size` leaves (RFC 6962 §2.1). */
export const rootOf = (size: number, readNode: ReadNode): Uint8Array =>
  size === 0 ? EMPTY_ROOT : hashOfRange(readNode, 0, size);

/**
 * The audit path of a leaf in the tree of the first `size` leaves, from the leaf's sibling up (RFC 9162 §2.1.3.1).
 * Throws RangeError when the leaf is not in that tree.
 */
export const inclusionProof = (leafIndex: number, size: number, readNode: ReadNode): readonly Uint8Array[] => {
  if (leafIndex < 0 || leafIndex >= size) throw new RangeError(`Leaf ${leafIndex} is not in a tree of ${size} leaves`);
  const path: Uint8Array[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (leafIndex < middle) {
      path.push(hashOfRange(readNode, middle, end));
      end = middle;
    } else {
      path.push(hashOfRange(readNode, start, middle));
      start = middle;
    }
  }
  return path.reverse();
};

/**
 * Proof that the tree of the first `from` leaves is a prefix of that of the first `to` (RFC 9162 §2.1.4.1).
 * Empty when the two are equal. Throws RangeError unless 0 < from ≤ to.
 */
export const consistencyProof = (from: number, to: number, readNode: ReadNode): readonly Uint8Array[] => {
  if (from <= 0 || from > to)
    throw new RangeError(`A tree of ${from} leaves is no earlier state of one of ${to} leaves`);
  const path: Uint8Array[] = [];
  let start = 0;
  let end = to;
  let oldRootIsKnown = true;
  while (from < end) {
    const middle = start + splitPoint(end - start);
    if (from <= middle) {
      path.push(hashOfRange(readNode, middle, end));
      end = middle;
    } else {
      path.push(hashOfRange(readNode, start, middle));
      start = middle;
      oldRootIsKnown = false;
    }
  }
  if (!oldRootIsKnown) path.push(hashOfRange(readNode, start, end));
  return path.reverse();
};
