import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.ts';

const doubled = (n: number): PromiseSettledResult<number> => ({ status: 'fulfilled', value: 2 * n });

describe('what is asked for side by side', () => {
  it('fails together when the server answers none of it, and what comes after is asked for again', async () => {
    const broken = new Error('no server');
    let up = false;
    const gathering = new Gathering<number, number>(async (numbers) => {
      if (!up) throw broken;
      return numbers.map(doubled);
    });
    const failed = await Promise.allSettled([gathering.ask(1), gathering.ask(2)]);
    expect(failed).toEqual([
      { status: 'rejected', reason: broken },
      { status: 'rejected', reason: broken },
    ]);
    up = true;
    expect(await gathering.ask(3)).toBe(6);
  });

  it('is asked for together, what comes meanwhile in the next question, each with its own answer', async () => {
    const asked: (readonly number[])[] = [];
    const odd = new Error('odd');
    const gathering = new Gathering<number, number>(async (numbers) => {
      asked.push(numbers);
      if (asked.length === 1) later = [gathering.ask(8), gathering.ask(10)];
      return numbers.map((n) => (n % 2 === 0 ? doubled(n) : { status: 'rejected', reason: odd }));
    });
    let later: readonly Promise<number>[] = [];
    const answers = await Promise.allSettled([2, 3, 4].map((n) => gathering.ask(n)));
    expect(answers).toEqual([doubled(2), { status: 'rejected', reason: odd }, doubled(4)]);
    expect(await Promise.all(later)).toEqual([16, 20]);
    expect(asked).toEqual([
      [2, 3, 4],
      [8, 10],
    ]);
  });
});
