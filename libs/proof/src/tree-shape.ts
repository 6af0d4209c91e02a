import { HASH_BYTES } from './hashing.ts';

/** A complete subtree: `index`-th of those with 2^level leaves. */
export interface NodeAddress {
  readonly level: number;
  readonly index: number;
}

/** Hash of a complete subtree. */
export type ReadNode = (level: number, index: number) => Uint8Array;

/** How many inner nodes leaf `leafIndex` completes: the trailing one bits of the index. */
export const completedLevels = (leafIndex: number): number => {
  let levels = 0;
  for (let rest = leafIndex; rest % 2 === 1; rest = (rest - 1) / 2) levels++;
  return levels;
};

/** Where a node lies when every leaf keeps the hashes it completes: the leaf's row and the byte offset in it. */
export const nodeLocation = ({ level, index }: NodeAddress): { leafIndex: number; offset: number } => ({
  leafIndex: (index + 1) * 2 ** level - 1,
  offset: HASH_BYTES * level,
});

/** The complete subtrees that make up a tree of `size` leaves, left (largest) to right. */
export const peaksOf = (size: number): readonly NodeAddress[] => {
  const peaks: NodeAddress[] = [];
  let level = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2), level++) {
    if (rest % 2 === 1) peaks.unshift({ level, index: rest - 1 });
  }
  return peaks;
};

/** Largest power of two smaller than `leaves` (`leaves` ≥ 2). */
export const splitPoint = (leaves: number): number => {
  let k = 1;
  while (k * 2 < leaves) k *= 2;
  return k;
};
