import { describe, expect, it } from '@jest/globals';
import { readDistributedBenchOptions } from './distributed-options.ts';

describe('readDistributedBenchOptions', () => {
  it('measures all parts at full size unless told otherwise', () => {
    expect(readDistributedBenchOptions([], 'out.json')).toMatchObject({
      rounds: 3,
      events: 100_000,
      only: ['throughput', 'latency', 'sizes'],
      out: 'out.json',
      json: false,
    });
  });

  it('tries everything out on a small scale', () => {
    expect(readDistributedBenchOptions(['--quick', '--probes', '7', '--only', 'latency'], '')).toMatchObject({
      rounds: 1,
      batches: 1,
      probes: 7,
      only: ['latency'],
      quick: true,
    });
  });

  it('refuses what it does not know', () => {
    expect(() => readDistributedBenchOptions(['--only', 'speed'], '')).toThrow("there is no part 'speed'");
    expect(() => readDistributedBenchOptions(['--rate', 'much'], '')).toThrow(
      "--rate must be a whole number, not 'much'",
    );
    expect(() => readDistributedBenchOptions(['--fast'], '')).toThrow("Unknown option '--fast'");
  });

  it('gives nothing when help is asked for', () => {
    expect(readDistributedBenchOptions(['--help'], '')).toBeUndefined();
  });
});
