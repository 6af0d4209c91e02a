import { describe, expect, it } from '@jest/globals';
import { type Part, readiness } from './health.ts';

const well: Part = { name: 'log', check: async () => 'position 7' };
const broken: Part = { name: 'vault', check: () => Promise.reject(new Error('MongoDB does not answer')) };

describe('readiness', () => {
  it('is ready when every part works, and says what each says of itself', async () => {
    expect(await readiness([well])).toEqual({
      status: 'ready',
      parts: [{ name: 'log', ok: true, detail: 'position 7' }],
    });
  });

  it('is not ready without a part that requests need, and says why', async () => {
    expect(await readiness([well, broken])).toMatchObject({
      status: 'not-ready',
      parts: [{ ok: true }, { name: 'vault', ok: false, detail: 'MongoDB does not answer' }],
    });
  });

  it('is degraded without a part that requests can do without', async () => {
    expect(await readiness([well, { ...broken, spare: true }])).toMatchObject({ status: 'degraded' });
    expect(await readiness([{ ...broken, spare: true }, broken])).toMatchObject({ status: 'not-ready' });
  });

  it('does not wait for a part that never answers', async () => {
    const silent: Part = { name: 'log', check: () => new Promise(() => undefined) };
    expect(await readiness([silent])).toEqual({
      status: 'not-ready',
      parts: [{ name: 'log', ok: false, detail: 'no answer in 2000 ms' }],
    });
  });
});
