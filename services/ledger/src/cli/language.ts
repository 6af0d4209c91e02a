export type Language = 'zh-CN' | 'en';

/** Picks one of two wordings: English first, then Chinese. */
export type Say = (en: string, zh: string) => string;

export const sayIn =
  (language: Language): Say =>
  (en, zh) =>
    language === 'zh-CN' ? zh : en;

/** The language that it speaks. */
export const languageOfSay = (say: Say): Language => (say('en', 'zh-CN') === 'en' ? 'en' : 'zh-CN');

/** A locale of the system (`zh_CN.UTF-8`), or a language tag. */
export const languageOf = (locale: string | undefined): Language | undefined => {
  if (locale === undefined || locale === '') return undefined;
  return /^zh\b|^zh[_-]/i.test(locale) ? 'zh-CN' : 'en';
};
