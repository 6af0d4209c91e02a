import { describe, expect, it } from '@jest/globals';
import { LedgerError, toldIn } from '@complaint-ledger/contracts';
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

  it('says so in the language of whoever starts it', async () => {
    const refusal: unknown = await checkBind('0.0.0.0', ring(false)).catch((error: unknown) => error);
    if (!(refusal instanceof LedgerError)) throw refusal;
    expect(toldIn(refusal, 'en').message).toBe('Refusing to listen on 0.0.0.0: there is no key.');
    expect(toldIn(refusal, 'zh-CN').message).toBe('拒绝监听 0.0.0.0：尚无密钥。');
  });

  it.each(['127.0.0.1', '127.8.9.10', 'localhost', 'LOCALHOST', '::1', '[::1]', '::ffff:127.0.0.1'])(
    'allows %j without keys',
    async (host) => {
      expect(isLoopback(host)).toBe(true);
      await expect(checkBind(host, ring(false))).resolves.toBeUndefined();
    },
  );
});
