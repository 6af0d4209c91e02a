import { describe, expect, it } from '@jest/globals';
import { measureRounds, resultOf } from './rounds.ts';

describe('measureRounds', () => {
  it('begins every round with another measurement', async () => {
    const order: string[] = [];
    const measurement = (name: string) => async () => {
      order.push(name);
      return { [name]: order.length };
    };
    const rounds = await measureRounds(3, ['a', 'b', 'c'].map(measurement));
    expect(order.join('')).toBe('abcbcacab');
    expect(rounds).toEqual([
      { a: 1, b: 2, c: 3 },
      { a: 6, b: 4, c: 5 },
      { a: 8, b: 9, c: 7 },
    ]);
  });
});

describe('resultOf', () => {
  it('gives ratios to the first contender, round by round', () => {
    const rounds = [
      { loop: 100, ledger: 50 },
      { loop: 10, ledger: 1 },
      { loop: 200, ledger: 60 },
    ];
    expect(resultOf({ name: 'way', unit: 'events/s', contenders: ['loop', 'ledger'] }, rounds)).toEqual({
      name: 'way',
      unit: 'events/s',
      baseline: 'loop',
      ratios: { loop: 1, ledger: 0.3 },
      samples: { loop: [100, 10, 200], ledger: [50, 1, 60] },
    });
  });
});
