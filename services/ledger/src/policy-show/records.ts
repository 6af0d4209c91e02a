import { itemWords } from '../policy-words/item-words.ts';
import type { PackWords } from '../policy-words/pack-words.ts';
import { type Section, list, section } from './page.ts';

/** What a record should hold (CALL-4, FILE-2, CALL-11, CALL-13). */
export const recordSection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const wanted = Object.entries(pack.records ?? {}).map(([kind, items]) => {
    const names = words.list(items.map((item) => itemWords(words, item)));
    const whose =
      kind === 'every'
        ? say('Every record', '所有记录')
        : kind === 'call'
          ? say('Every call', '所有来电')
          : words.name('kinds', kind);
    return say(`${whose}: ${names}.`, `${whose}：${names}。`);
  });
  const own = Object.values(pack.fields ?? {}).map(({ clear, values, ...name }) => {
    const choice =
      values === undefined
        ? ''
        : say(
            ` (${words.list(Object.values(values).map((value) => value[language]))})`,
            `（${words.list(Object.values(values).map((value) => value[language]))}）`,
          );
    return clear === true
      ? say(
          `Own field: ${name[language]}${choice}, readable by all who read cases.`,
          `自有字段：${name[language]}${choice}，可见。`,
        )
      : say(
          `Own field: ${name[language]}${choice}, sealed like a name.`,
          `自有字段：${name[language]}${choice}，与姓名同样加密。`,
        );
  });
  return section(
    say('What a record should hold', '记录内容'),
    ['FILE-2', 'CALL-4', 'CALL-11', 'CALL-13'],
    [
      ...list([
        wanted.length + own.length === 0
          ? undefined
          : say(
              'What nobody tells is marked missing and counted; it blocks no record.',
              '缺项只做标记和统计，不影响登记。',
            ),
        ...wanted,
        ...own,
      ]),
    ],
  );
};
