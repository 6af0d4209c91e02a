import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  consistencyProof,
  EMPTY_ROOT,
  HASH_BYTES,
  inclusionProof,
  leafHash,
  leafHashOfPrefixed,
  leafHashOfText,
  MerkleFrontier,
  nodeLocation,
  rootOf,
  verifyConsistency,
  verifyInclusion,
  type ReadNode,
} from './index.ts';

const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};

/** RFC 6962 §2.1, word for word: the thing everything else is held against. */
const naiveRoot = (entries: readonly Uint8Array[]): Buffer => {
  const [only] = entries;
  if (only === undefined) return sha();
  if (entries.length === 1) return sha(Buffer.of(0), only);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
};

const naivePath = (m: number, entries: readonly Uint8Array[]): readonly Buffer[] => {
  if (entries.length === 1) return [];
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return m < k
    ? [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
};

const naiveSubproof = (m: number, entries: readonly Uint8Array[], whole: boolean): readonly Buffer[] => {
  if (m === entries.length) return whole ? [] : [naiveRoot(entries)];
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return m <= k
    ? [...naiveSubproof(m, entries.slice(0, k), whole), naiveRoot(entries.slice(k))]
    : [...naiveSubproof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
};

const grow = (entries: readonly Uint8Array[]): { frontier: MerkleFrontier; rows: Buffer[]; readNode: ReadNode } => {
  const frontier = MerkleFrontier.empty();
  const rows = entries.map((entry) => frontier.append(leafHash(entry)));
  const readNode: ReadNode = (level, index) => {
    const { leafIndex, offset } = nodeLocation({ level, index });
    const node = rows[leafIndex]?.subarray(offset, offset + HASH_BYTES);
    if (node?.length !== HASH_BYTES) throw new Error(`No node ${level}/${index}`);
    return node;
  };
  return { frontier, rows, readNode };
};

const entriesOf = (size: number): Buffer[] => Array.from({ length: size }, (_, i) => Buffer.from(`entry ${i}`));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const flipped = (bytes: Uint8Array): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(0) ^ 1, 0);
  return copy;
};

const someEntries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 70 });
const property = { seed: 6962, numRuns: 150 };

describe('verification refuses', () => {
  it('a leaf, root, path, index or size that was changed', () => {
    fc.assert(
      fc.property(someEntries, fc.nat(), fc.nat(), (entries, pick, spoil) => {
        const { frontier, readNode } = grow(entries);
        const size = entries.length;
        const leafIndex = pick % size;
        const path = inclusionProof(leafIndex, size, readNode);
        const good = { leafIndex, size, leaf: readNode(0, leafIndex), root: frontier.root(), path };
        expect(verifyInclusion(good)).toBe(true);
        expect(verifyInclusion({ ...good, leaf: flipped(good.leaf) })).toBe(false);
        expect(verifyInclusion({ ...good, root: flipped(good.root) })).toBe(false);
        expect(verifyInclusion({ ...good, leafIndex: size })).toBe(false);
        expect(verifyInclusion({ ...good, leafIndex: -1 })).toBe(false);
        expect(verifyInclusion({ ...good, path: [...path, good.leaf] })).toBe(false);
        if (path.length > 0) {
          const at = spoil % path.length;
          expect(verifyInclusion({ ...good, path: path.map((node, i) => (i === at ? flipped(node) : node)) })).toBe(
            false,
          );
          expect(verifyInclusion({ ...good, path: path.slice(1) })).toBe(false);
        }
      }),
      property,
    );
  });

  it('an earlier tree that is no prefix', () => {
    fc.assert(
      fc.property(someEntries, fc.nat(), fc.nat(), (entries, pick, spoil) => {
        const { readNode } = grow(entries);
        const to = entries.length;
        const from = 1 + (pick % to);
        const path = consistencyProof(from, to, readNode);
        const good = { from, fromRoot: rootOf(from, readNode), to, toRoot: rootOf(to, readNode), path };
        expect(verifyConsistency(good)).toBe(true);
        expect(verifyConsistency({ ...good, fromRoot: flipped(good.fromRoot) })).toBe(false);
        expect(verifyConsistency({ ...good, toRoot: flipped(good.toRoot) })).toBe(false);
        expect(verifyConsistency({ ...good, from: to + 1 })).toBe(false);
        expect(verifyConsistency({ ...good, path: [...path, good.toRoot] })).toBe(false);
        if (path.length > 0) {
          const at = spoil % path.length;
          const spoilt = path.map((node, i) => (i === at ? flipped(node) : node));
          expect(verifyConsistency({ ...good, path: spoilt })).toBe(false);
          expect(verifyConsistency({ ...good, path: path.slice(1) })).toBe(false);
        }
      }),
      property,
    );
  });

  it('proofs that cannot exist: they are not even made', () => {
    const { readNode } = grow(entriesOf(3));
    expect(() => inclusionProof(3, 3, readNode)).toThrow(RangeError);
    expect(() => inclusionProof(-1, 3, readNode)).toThrow(RangeError);
    expect(() => consistencyProof(0, 3, readNode)).toThrow(RangeError);
    expect(() => consistencyProof(4, 3, readNode)).toThrow(RangeError);
  });
});

describe('RFC 6962 hashing', () => {
  it('has the SHA-256 of nothing as root of the empty tree', () => {
    const known = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(hex(EMPTY_ROOT)).toBe(known);
    expect(hex(MerkleFrontier.empty().root())).toBe(known);
    expect(hex(rootOf(0, grow([]).readNode))).toBe(known);
  });

  it('gives the roots that certificate-transparency logs test with', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const frontier = MerkleFrontier.empty();
    const seen = leaves.map((leaf) => {
      frontier.append(leafHash(Buffer.from(leaf, 'hex')));
      return hex(frontier.root());
    });
    expect(seen).toEqual(roots);
  });

  it('hashes text as its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const leaf = hex(leafHash(Buffer.from(text, 'utf8')));
        expect(hex(leafHashOfText(text))).toBe(leaf);
        expect(hex(leafHashOfPrefixed(Buffer.from(`\u0000${text}`, 'utf8')))).toBe(leaf);
      }),
      property,
    );
  });
});

describe('the frontier and the stored nodes', () => {
  it('agree with the recursive definition for every size', () => {
    fc.assert(
      fc.property(someEntries, (entries) => {
        const { frontier, readNode } = grow(entries);
        expect(hex(frontier.root())).toBe(hex(naiveRoot(entries)));
        for (let size = 0; size <= entries.length; size++) {
          expect(hex(rootOf(size, readNode))).toBe(hex(naiveRoot(entries.slice(0, size))));
        }
      }),
      { ...property, numRuns: 60 },
    );
  });

  it('give the audit paths and consistency proofs of the definition', () => {
    const entries = entriesOf(40);
    const { readNode } = grow(entries);
    for (let size = 1; size <= entries.length; size++) {
      const tree = entries.slice(0, size);
      for (let i = 0; i < size; i++) {
        expect(inclusionProof(i, size, readNode).map(hex)).toEqual(naivePath(i, tree).map(hex));
        expect(consistencyProof(i + 1, size, readNode).map(hex)).toEqual(naiveSubproof(i + 1, tree, true).map(hex));
      }
    }
  });

  it('write with each leaf the nodes it completes: one more than the trailing ones of its index', () => {
    const { rows } = grow(entriesOf(16));
    expect(rows.map((row) => row.length / HASH_BYTES)).toEqual([1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 1, 5]);
  });

  it('are rebuilt from as many nodes as the size has one bits, and grow on as if never interrupted', () => {
    fc.assert(
      fc.property(someEntries, fc.nat(), (entries, cut) => {
        const { frontier, rows, readNode } = grow(entries);
        const size = cut % (entries.length + 1);
        let reads = 0;
        const counting: ReadNode = (level, index) => {
          reads++;
          return readNode(level, index);
        };
        const rebuilt = MerkleFrontier.of(size, counting);
        expect(reads).toBe(size.toString(2).replaceAll('0', '').length);
        const again = entries.slice(size).map((entry) => rebuilt.append(leafHash(entry)));
        expect(again.map(hex)).toEqual(rows.slice(size).map(hex));
        expect(hex(rebuilt.root())).toBe(hex(frontier.root()));
      }),
      property,
    );
  });

  it('leave a copy as it was', () => {
    const { frontier } = grow(entriesOf(5));
    const copy = frontier.copy();
    const before = hex(copy.root());
    frontier.append(leafHash(Buffer.from('later')));
    expect(hex(copy.root())).toBe(before);
    expect(copy.size).toBe(5);
  });

  it('find their places beyond 2^32 leaves', () => {
    expect(nodeLocation({ level: 33, index: 1 })).toEqual({ leafIndex: 2 ** 34 - 1, offset: 33 * HASH_BYTES });
    const leaf = leafHash(Buffer.from('leaf'));
    const huge = MerkleFrontier.of(2 ** 33 + 1, () => leaf);
    expect(huge.append(leaf).length).toBe(2 * HASH_BYTES);
    expect(huge.size).toBe(2 ** 33 + 2);
  });
});
