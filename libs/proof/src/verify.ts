import { EMPTY_ROOT, nodeHash } from './hashing.ts';

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export interface InclusionClaim {
  readonly leafIndex: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Whether `path` shows that `leaf` (a leaf hash) stands at `leafIndex` in the tree with that root (RFC 9162 §2.1.3.2). */
export const verifyInclusion = ({ leafIndex, size, leaf, root, path }: InclusionClaim): boolean => {
  if (leafIndex < 0 || leafIndex >= size) return false;
  let index = leafIndex;
  let last = size - 1;
  let node = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(index) || index === last) {
      node = nodeHash(sibling, node);
      while (!isOdd(index) && index !== 0) {
        index = half(index);
        last = half(last);
      }
    } else {
      node = nodeHash(node, sibling);
    }
    index = half(index);
    last = half(last);
  }
  return last === 0 && equal(node, root);
};

export interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Whether `path` shows that the tree of `from` leaves is a prefix of the tree of `to` leaves (RFC 9162 §2.1.4.2). */
export const verifyConsistency = ({ from, fromRoot, to, toRoot, path }: ConsistencyClaim): boolean => {
  if (from < 0 || from > to) return false;
  if (from === to) return path.length === 0 && equal(fromRoot, toRoot);
  // Every log begins empty: nothing needs proving, but the old root must be the empty one.
  if (from === 0) return path.length === 0 && equal(fromRoot, EMPTY_ROOT);
  const [seed, ...rest] = Number.isInteger(Math.log2(from)) ? [fromRoot, ...path] : path;
  if (seed === undefined) return false;
  let index = from - 1;
  let last = to - 1;
  while (isOdd(index)) {
    index = half(index);
    last = half(last);
  }
  let oldNode = seed;
  let newNode = seed;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(index) || index === last) {
      oldNode = nodeHash(sibling, oldNode);
      newNode = nodeHash(sibling, newNode);
      while (!isOdd(index) && index !== 0) {
        index = half(index);
        last = half(last);
      }
    } else {
      newNode = nodeHash(newNode, sibling);
    }
    index = half(index);
    last = half(last);
  }
  return last === 0 && equal(oldNode, fromRoot) && equal(newNode, toRoot);
};
