import { describe, expect, it } from '@jest/globals';
import { Together } from './together.ts';

/** Answers when it is told to, and says what it was asked. */
const slow = () => {
  const asked: (readonly number[])[] = [];
  const open: (() => void)[] = [];
  const answer = async (requests: readonly number[]): Promise<readonly number[]> => {
    asked.push(requests);
    await new Promise<void>((resolve) => open.push(resolve));
    if (requests.includes(13)) throw new Error('thirteen');
    return requests.map((request) => request * 10);
  };
  /** Once another call is under way, lets it answer. */
  const next = async (): Promise<void> => {
    while (open.length === 0) await new Promise((resolve) => setImmediate(resolve));
    open.shift()?.();
  };
  return { asked, answer, next };
};

describe('calls answered together', () => {
  it('reject everybody who was in one call that failed, and nobody else', async () => {
    const { answer, next } = slow();
    const together = new Together(answer, 2);
    const failing = [together.ask([13]), together.ask([1])].map((each) => expect(each).rejects.toThrow('thirteen'));
    const fine = together.ask([2]);
    await next();
    await Promise.all(failing);
    await next();
    expect(await fine).toEqual([20]);
  });

  it('of one turn of the event loop are one, those that come later the next, each with its own answers', async () => {
    const { asked, answer, next } = slow();
    const together = new Together(answer);
    const first = [together.ask([1, 2]), together.ask([]), together.ask([3])];
    await next();
    const later = [together.ask([4]), together.ask([5])];
    expect(await Promise.all(first)).toEqual([[10, 20], [], [30]]);
    await next();
    expect(await Promise.all(later)).toEqual([[40], [50]]);
    expect(asked).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('see only what is true after they were made: none joins a call that is under way', async () => {
    const { asked, answer, next } = slow();
    const together = new Together(answer);
    const first = together.ask([1]);
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = together.ask([1]);
    await next();
    await first;
    await next();
    await second;
    expect(asked).toEqual([[1], [1]]);
  });

  it('are cut into pieces of the size that is allowed', async () => {
    const { asked, answer, next } = slow();
    const together = new Together(answer, 2);
    const all = [together.ask([1]), together.ask([2]), together.ask([3, 4, 5]), together.ask([6])];
    for (let call = 0; call < 3; call++) await next();
    expect(await Promise.all(all)).toEqual([[10], [20], [30, 40, 50], [60]]);
    expect(asked).toEqual([[1, 2], [3, 4, 5], [6]]);
  });

  it('keep their order with what runs alone, also when that fails', async () => {
    const { asked, answer, next } = slow();
    const together = new Together(answer);
    const before = together.ask([1]);
    const seen: number[] = [];
    const alone = together.alone(async () => {
      seen.push(asked.length);
      throw new Error('alone');
    });
    const after = together.ask([2]);
    await next();
    await before;
    await expect(alone).rejects.toThrow('alone');
    await next();
    expect(await after).toEqual([20]);
    expect(seen).toEqual([1]);
  });

  it('are idle once all is answered, at once when nothing was asked', async () => {
    const { answer, next } = slow();
    const together = new Together(answer);
    await together.idle();
    const asked = [together.ask([1]), together.alone(async () => undefined)];
    let idle = false;
    const waiting = together.idle().then(() => (idle = true));
    expect(idle).toBe(false);
    await next();
    await waiting;
    await Promise.all(asked);
  });
});
