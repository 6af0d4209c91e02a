import { describe, expect, it } from '@jest/globals';
import { readBenchOptions } from './bench-options.ts';

describe('readBenchOptions', () => {
  it('measures at full size, in five rounds, unless told otherwise', () => {
    const options = readBenchOptions([], 'out.json');
    expect(options).toMatchObject({ rounds: 5, ledgerEvents: 1_000_000, only: [], out: 'out.json', quick: false });
  });

  it('tries everything out on a small scale', () => {
    const [full, quick] = [readBenchOptions([], ''), readBenchOptions(['--quick'], '')];
    expect(quick?.ledgerEvents).toBeLessThan((full?.ledgerEvents ?? 0) / 10);
    expect(readBenchOptions(['--quick', '--rounds', '7', '--only', 'http,import'], '')).toMatchObject({
      rounds: 7,
      only: ['http', 'import'],
    });
  });

  it('refuses what it does not know', () => {
    expect(() => readBenchOptions(['--fast'], '')).toThrow("Unknown option '--fast'");
    expect(() => readBenchOptions(['--rounds', '0'], '')).toThrow("--rounds must be a whole number, not '0'");
  });

  it('gives nothing when help is asked for', () => {
    expect(readBenchOptions(['--help'], '')).toBeUndefined();
  });
});
