import { describe, expect, it } from '@jest/globals';
import { checkBind, isLoopback } from './bind.ts';

const ring = (keys: boolean) => ({ hasKeys: async () => keys });

describe('checkBind', () => {
  it.each([
    '0.0.0.0',
    '::',
    '',
    '192.168.1.7',
    '10.0.0.1',
    'ledger.example.com',
    '127.example.com',
    '1270.0.0.1',
    '::ffff:10.0.0.1',
    'localhost.example.com',
    '::2',
  ])('refuses %j while there is no key', async (host) => {
    await expect(checkBind(host, ring(false))).rejects.toMatchObject({
      code: 'config',
      details: { path: 'host', hint: expect.stringContaining('127.0.0.1') },
    });
    await expect(checkBind(host, ring(true))).resolves.toBeUndefined();
  });

  it.each(['127.0.0.1', '127.8.9.10', 'localhost', 'LOCALHOST', '::1', '[::1]', '::ffff:127.0.0.1'])(
    'allows %j without keys',
    async (host) => {
      expect(isLoopback(host)).toBe(true);
      await expect(checkBind(host, ring(false))).resolves.toBeUndefined();
    },
  );
});
