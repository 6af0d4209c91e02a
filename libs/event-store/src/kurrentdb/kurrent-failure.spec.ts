import { LedgerError, toldIn } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { kurrentFailure } from './kurrent-failure.ts';

const named = (name: string): Error => Object.assign(new Error('14'), { name });

describe('what the client of KurrentDB throws', () => {
  it.each([
    ['UnavailableError', 'read', 'unavailable', 'KurrentDB 没有应答：14'],
    ['StrangeError', 'read', 'storage', 'KurrentDB 没有应答：14'],
    ['UnavailableError', 'append', 'storage', 'KurrentDB 未确认追加：14'],
    ['AccessDeniedError', 'append', 'config', 'KurrentDB 拒绝该用户：14'],
  ] as const)('%s at an %s is %s, told in both languages with what to do', (name, doing, code, message) => {
    const failure = kurrentFailure(named(name), doing);
    expect(failure).toMatchObject({ code });
    if (!(failure instanceof LedgerError)) throw failure;
    expect(toldIn(failure, 'zh-CN')).toEqual({ message, hint: expect.stringMatching(/[\u4E00-\u9FFF]/) });
    expect(toldIn(failure, 'en')).toEqual({
      message: expect.stringMatching(/^KurrentDB .*: 14$/),
      hint: expect.not.stringMatching(/[\u4E00-\u9FFF]/),
    });
  });

  const refused =
    '14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:9. Resolution note: ';
  it.each([
    [
      Object.assign(new Error('UnavailableError'), { type: 'unavailable' }),
      'nobody takes the connection',
      '无法建立连接',
    ],
    [new Error(refused), 'connect ECONNREFUSED 127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9'],
    [new Error('14 UNAVAILABLE: Name resolution failed for target dns:e:9'), 'Name resolution failed', 'dns:e:9'],
    [new Error('Failed to discover after 2 attempts.'), 'Failed to discover', 'Failed to discover'],
  ])('says which server is away, why, and what to look at: $message', (error, en, zh) => {
    const failure = kurrentFailure(error, 'read');
    expect(failure).toMatchObject({ code: 'unavailable', details: { engine: 'KurrentDB' } });
    if (!(failure instanceof LedgerError)) throw failure;
    expect(toldIn(failure, 'en').message).toContain(en);
    expect(toldIn(failure, 'zh-CN').message).toContain(zh);
    for (const language of ['en', 'zh-CN'] as const) {
      expect(toldIn(failure, language).message).not.toMatch(/Error|UNAVAILABLE|Resolution note/);
      expect(toldIn(failure, language).hint).toContain('LEDGER_EVENTS');
    }
  });

  it('is passed on where it is known already', () => {
    const known = new LedgerError('closed', 'The ledger was closed');
    expect(kurrentFailure(known, 'read')).toBe(known);
  });
});
