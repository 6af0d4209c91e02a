import { describe, expect, it } from '@jest/globals';
import { epochOf } from '@complaint-ledger/policy';
import { demoYear } from './demo-year.ts';

const zone = 'Asia/Shanghai';
const monday = epochOf('2026-03-23T00:30:00+08:00');

describe('demoYear', () => {
  it('ends today in the company’s zone, and reports the last week that is over', () => {
    expect(demoYear(zone, monday)).toEqual({ from: '2025-02-24', to: '2026-03-23', week: '2026-W12' });
    expect(demoYear('America/New_York', monday)).toMatchObject({ to: '2026-03-22', week: '2026-W11' });
  });

  it('ends where it is told to', () => {
    expect(demoYear(zone, monday, '2025-11-03')).toMatchObject({ to: '2025-11-03', week: '2025-W44' });
  });

  it('does not go beyond the holidays that are known', () => {
    expect(demoYear(zone, epochOf('2031-05-01T00:00:00Z')).to).toBe('2026-12-01');
  });

  it.each(['yesterday', '2026-02-30', '2026-3-1'])('refuses %s', (until) => {
    expect(() => demoYear(zone, monday, until)).toThrow('is not a date');
  });
});
