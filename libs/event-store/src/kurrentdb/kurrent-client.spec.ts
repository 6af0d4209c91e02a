import { inspect } from 'node:util';
import { LedgerError } from '@complaint-ledger/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { kurrentClient } from './kurrent-client.ts';

describe('a connection string of KurrentDB', () => {
  const { warn } = console;
  let written: string[] = [];
  const listen = (...words: unknown[]): void => void written.push(words.join(' '));
  beforeEach(() => {
    written = [];
    console.warn = listen;
  });
  afterEach(() => {
    console.warn = warn;
  });

  it('makes a client', async () => {
    const client = kurrentClient('kurrentdb://user:Geheim@127.0.0.1:1?tls=false');
    await client.dispose();
    expect(written).toEqual([]);
  });

  it.each([
    ['kurrentdb://user:Geheim@127.0.0.1:1?tsl=true', 'an option that there is not: tsl'],
    ['kurrentdb://user:Geheim@127.0.0.1:1?tls=maybe&nonsense=1', 'cannot be read'],
    ['kurrentdb://user:Geheim@@', 'cannot be read'],
    ['kurrentdb://user:Ge/heim@127.0.0.1:1', 'cannot be read'],
  ])('%s is refused, and its password is neither written nor thrown', (url, words) => {
    let refused: unknown;
    try {
      kurrentClient(url);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(LedgerError);
    expect(refused).toMatchObject({ code: 'config', message: expect.stringContaining(words) });
    expect(inspect(refused, { depth: 9 }) + written.join()).not.toMatch(/Ge\/?heim/);
    expect(console.warn).toBe(listen);
  });
});
