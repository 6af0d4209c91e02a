import { describe, expect, it } from '@jest/globals';
import { usageOf } from './process-usage.ts';

describe('usageOf', () => {
  it('is what the process itself says', () => {
    const { user, system } = process.cpuUsage();
    const { cpuSeconds, memoryMb } = usageOf(process.pid);
    expect(Math.abs(cpuSeconds - (user + system) / 1e6)).toBeLessThan(2);
    expect(memoryMb).toBeGreaterThan(process.memoryUsage.rss() / 1_048_576 / 2);
    expect(memoryMb).toBeLessThan((process.memoryUsage.rss() / 1_048_576) * 2);
  });

  it('throws for a process that there is not', () => {
    expect(() => usageOf(2 ** 22 + 1)).toThrow();
  });
});
