import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FeedMessage } from './feed-message.ts';
import { PartitionReader } from './partition-reader.ts';

const message = (offset: number, position: number, previous: number): FeedMessage => ({
  offset: BigInt(offset),
  position,
  previous,
  bucket: 0,
  type: 'CaseContacted',
  event: () => {
    throw new Error('not read');
  },
});

/** Reads a partition to its end, again from wherever the reader asks for; what followed on, in that order. */
const readAll = (messages: readonly FeedMessage[]): { readonly taken: readonly number[]; readonly held: boolean } => {
  const reader = new PartitionReader(0);
  const taken: number[] = [];
  for (let offset = 0; offset < messages.length; offset++) {
    const next = messages[offset] as FeedMessage;
    const reading = reader.read(next);
    if (reading === 'next' || reading === 'found') taken.push(next.position);
    if (reading === 'found' && reader.heldAt !== undefined) {
      offset = Number(reader.heldAt.offset) - 1;
      reader.rewind(reader.reached);
    }
  }
  return { taken, held: reader.heldAt !== undefined };
};

describe('the order of a partition', () => {
  it('waits before a gap, says what is missing, and takes nothing that comes after it', () => {
    const reader = new PartitionReader(0);
    expect(reader.read(message(0, 3, 0))).toBe('next');
    expect(reader.read(message(1, 9, 7))).toBe('early');
    expect(reader.read(message(2, 11, 9))).toBe('early');
    expect(reader.heldAt).toEqual({ offset: 1n, previous: 3 });
    expect(reader.gap(4)?.message).toContain('position 7');
  });

  it('takes events that come in the wrong order in the right one', () => {
    const messages = [message(0, 3, 0), message(1, 9, 7), message(2, 11, 9), message(3, 7, 3)];
    expect(readAll(messages)).toEqual({ taken: [3, 7, 9, 11], held: false });
  });

  it('passes over what was sent again', () => {
    const messages = [message(0, 3, 0), message(1, 5, 3), message(2, 3, 0), message(3, 5, 3), message(4, 6, 5)];
    expect(readAll(messages)).toEqual({ taken: [3, 5, 6], held: false });
  });

  it('takes every event once and in order, however they are shuffled and repeated', () => {
    const positions = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 30 });
    const property = fc.property(positions, fc.infiniteStream(fc.nat()), (unordered, dice) => {
      const ordered = [...unordered].sort((a, b) => a - b);
      const roll = (sides: number): number => (dice.next().value as number) % sides;
      const sent = ordered.flatMap((position, index) =>
        Array.from({ length: 1 + roll(2) }, () => [position, ordered[index - 1] ?? 0] as const),
      );
      for (let i = sent.length - 1; i > 0; i--) {
        const j = roll(i + 1);
        [sent[i], sent[j]] = [sent[j] as (typeof sent)[0], sent[i] as (typeof sent)[0]];
      }
      const messages = sent.map(([position, previous], offset) => message(offset, position, previous));
      expect(readAll(messages)).toEqual({ taken: ordered, held: false });
    });
    fc.assert(property, { seed: 20_261_122, numRuns: 300 });
  });
});
