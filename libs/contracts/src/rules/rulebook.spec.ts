import { expect, it } from '@jest/globals';
import { ruleSentence, rulebook } from './rulebook.ts';

it('says every rule in both languages, each in its own script', () => {
  for (const [id, sentence] of Object.entries(rulebook)) {
    expect([id, /\p{Script=Han}/u.test(sentence['zh-CN']), /\p{Script=Han}/u.test(sentence.en)]).toEqual([
      id,
      true,
      false,
    ]);
    expect(sentence.en.length).toBeGreaterThan(10);
  }
  expect(ruleSentence('XFER-1')?.en).toContain('at most once');
  expect(ruleSentence('XFER-99')).toBeUndefined();
});
