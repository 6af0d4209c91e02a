import { describe, expect, it } from '@jest/globals';
import { stopWithin } from './stop-within.ts';

describe('a stop', () => {
  it('that ends in time is waited for', async () => {
    let ended = false;
    await stopWithin(60_000, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ended = true;
    });
    expect(ended).toBe(true);
  });

  it('that does not is broken off, and says that nothing is lost', async () => {
    const never = (): Promise<void> => new Promise(() => undefined);
    await expect(stopWithin(5, never)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Stopping did not end within 0.005 s and was broken off.',
      details: { hint: expect.stringContaining('Nothing is lost') },
    });
  });

  it('tells what failed', async () => {
    await expect(stopWithin(60_000, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  });
});
