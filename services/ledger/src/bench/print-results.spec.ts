import { describe, expect, it } from '@jest/globals';
import { tellComparison, tellFigures } from './print-results.ts';

describe('the tables of the benchmark', () => {
  it('hold a comparison against its goal', () => {
    const told = (ratio: number) =>
      tellComparison({
        name: 'durable append, 256 callers',
        unit: 'events/s',
        baseline: 'bare SQLite',
        ratios: { 'bare SQLite': 1, ledger: ratio, 'emmett-sqlite': 0.0021 },
        samples: {
          'bare SQLite': [60_000, 40_000, 50_000],
          ledger: [30_000, 20_000, 40_000],
          'emmett-sqlite': [105, 105, 105],
        },
      }).split('\n');
    expect(told(0.61)[1]).toMatch(/^bare SQLite +1 +50,000 +40,000 – 60,000/);
    expect(told(0.61)[2]).toMatch(/^ledger +0\.61 +30,000 .*≥ 0\.6 +yes$/);
    expect(told(0.59)[2]).toMatch(/no$/);
    expect(told(0.59)[3]).toMatch(/^emmett-sqlite +0\.0021/);
    expect(told(0.59)[4]).toBe('The ledger does 286 times what emmett-sqlite does; goal ≥ 50: yes.');
  });

  it('say nothing of goals where there are none', () => {
    const result = { unit: 'ms', baseline: 'loop', ratios: { loop: 1 }, samples: { loop: [2] } };
    expect(tellComparison({ name: 'latency', ...result }).split('\n')[0]).toMatch(/^latency +ratio +ms +from – to$/);
  });

  it('hold a figure against its limit', () => {
    const lines = tellFigures('serving', [
      { name: 'start', unit: 'ms', value: 3_100, goal: 3_000 },
      { name: 'report', unit: 'ms', value: 4.321, goal: 50 },
      { name: 'built', unit: 's', value: 61 },
    ]).split('\n');
    expect(lines[1]).toMatch(/^start +3,100 +ms +< 3,000 +no$/);
    expect(lines[2]).toMatch(/^report +4\.32 +ms +< 50 +yes$/);
    expect(lines[3]).toMatch(/^built +61\.0 +s$/);
  });
});
