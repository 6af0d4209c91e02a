import { describe, expect, it } from '@jest/globals';
import { Closing } from './closing.ts';

describe('closing', () => {
  it('stops all work side by side, then closes in reverse order what was opened', async () => {
    const said: string[] = [];
    const closing = new Closing();
    closing.add({ close: () => void said.push('store') });
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    closing.work(async () => {
      await released;
      said.push('slow work');
    });
    closing.step(() => void said.push('projections'));
    closing.work(() => {
      said.push('work');
      release();
    });
    await closing.run();
    expect(said).toEqual(['work', 'slow work', 'projections', 'store']);
  });

  it('goes on after a failure and tells the first, once', async () => {
    const said: string[] = [];
    const closing = new Closing();
    closing.step(() => void said.push('store'));
    closing.step(() => {
      throw new Error('second');
    });
    closing.work(() => Promise.reject(new Error('first')));
    await expect(closing.run()).rejects.toThrow('first');
    expect(said).toEqual(['store']);
    await closing.run();
    expect(said).toEqual(['store']);
  });
});
