import { describe, expect, it } from '@jest/globals';
import { acceptedLanguage } from './accepted-language.ts';

describe('the language of a reader (RFC 9110)', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-TW', 'zh-CN'],
    ['en;q=0.3, zh-CN;q=0.7', 'zh-CN'],
    ['fr', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
  ])('%s is %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });
});
