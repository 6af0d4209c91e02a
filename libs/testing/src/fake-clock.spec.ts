import { describe, expect, it } from '@jest/globals';
import { fakeClock } from './fake-clock.ts';

describe('fakeClock', () => {
  it('stands still, and goes on when told', () => {
    const clock = fakeClock('2026-03-23T09:00:00+08:00');
    const start = clock.now();
    expect(clock.now()).toBe(start);
    clock.forward(60_000);
    expect(clock.now()).toBe(start + 60_000);
    clock.to('2026-03-23T10:00:00+08:00');
    expect(clock.now()).toBe(start + 3_600_000);
  });

  it('never goes back', () => {
    const clock = fakeClock('2026-03-23T09:00:00+08:00');
    expect(() => clock.to('2026-03-23T08:59:59+08:00')).toThrow('back by 1000 ms');
  });
});
