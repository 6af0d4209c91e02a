import { describe, expect, it } from '@jest/globals';
import { LedgerError, said, toldIn } from './errors.ts';

describe('an error', () => {
  const both = new LedgerError('not-found', said('There is no case.', '没有这件事项。'), {
    path: 'caseId',
    hint: said('Look it up.', '请先查询。'),
  });

  it('is told in the language of its reader, message and hint', () => {
    expect(toldIn(both, 'en')).toEqual({ message: 'There is no case.', hint: 'Look it up.' });
    expect(toldIn(both, 'zh-CN')).toEqual({ message: '没有这件事项。', hint: '请先查询。' });
  });

  it('keeps its message and hint in English for the log, and the Chinese beside them', () => {
    expect(both.message).toBe('There is no case.');
    expect(both.details).toEqual({
      path: 'caseId',
      hint: 'Look it up.',
      zh: { message: '没有这件事项。', hint: '请先查询。' },
    });
  });

  it('is told in English where it has no other words', () => {
    const english = new LedgerError('config', 'It does not fit.', { hint: said('Mend it.', '请改正。') });
    expect(toldIn(english, 'zh-CN')).toEqual({ message: 'It does not fit.', hint: '请改正。' });
    expect(new LedgerError('config', 'It does not fit.').details).toEqual({});
  });

  it('keeps its Chinese words when it is told anew with its details', () => {
    const again = new LedgerError(both.code, both.message, { ...both.details, path: 'elsewhere' });
    expect(toldIn(again, 'zh-CN')).toEqual(toldIn(both, 'zh-CN'));
  });
});
