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

  it('is passed on where it is known already', () => {
    const known = new LedgerError('closed', 'The ledger was closed');
    expect(kurrentFailure(known, 'read')).toBe(known);
  });
});
