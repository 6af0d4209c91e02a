import type { PackWords } from './pack-words.ts';

const units: Readonly<Record<string, readonly [string, string]>> = {
  s: ['second', '秒'],
  min: ['minute', '分钟'],
  h: ['hour', '小时'],
  d: ['day', '天'],
  day: ['working day', '个工作日'],
  hour: ['working hour', '个工作小时'],
};

/** `3 working days`, `30 minutes`, `by the end of the same day`; 3 个工作日. */
export const lengthWords = ({ say }: PackWords, length: string): string => {
  if (length === 'given') return say('by the time that was given or promised', '以给定或约定的时间为准');
  if (length === 'same day') return say('by the end of the same day', '当日结束前');
  if (length === 'same working day') return say('by the close of the same working day', '当个工作日结束前');
  const [, amount = '', unit = ''] = /^([\d.]+)\s?(?:working )?(s|min|h|d|day|hour)s?$/.exec(length) ?? [];
  const [en, zh] = units[unit] ?? ['', ''];
  return say(`${amount} ${en}${amount === '1' ? '' : 's'}`, `${amount} ${zh}`);
};

/** `20 CNY`, 20 元. */
export const moneyWords = ({ say }: PackWords, amount: string): string => say(amount, amount.replace(/CNY$/, '元'));

/** The same inside a sentence: `within 3 working days`. */
export const withinWords = (words: PackWords, length: string): string =>
  /^(given|same)/.test(length)
    ? lengthWords(words, length)
    : words.say(`within ${lengthWords(words, length)}`, `${lengthWords(words, length)}内`);
