import type { PackWords } from '../policy-words/pack-words.ts';
import { dimensionName } from '../policy-words/condition-words.ts';
import { lengthWords } from '../policy-words/length-words.ts';
import { type Section, line, list, section } from './page.ts';

/** Categories with those under them: `Product quality (Flaw in appearance, Packaging)`. */
const tree = (words: PackWords): readonly string[] => {
  const categories = Object.entries(words.pack.categories ?? {});
  const below = (id: string): readonly string[] =>
    categories.filter(([, { under }]) => under === id).map(([child]) => told(child));
  const told = (id: string): string => {
    const children = below(id);
    const name = words.name('categories', id);
    return children.length === 0
      ? name
      : `${name}${words.say(' (', '（')}${words.list(children)}${words.say(')', '）')}`;
  };
  return categories.filter(([, { under }]) => under === undefined).map(([id]) => told(id));
};

/** Kinds, channels, categories, departments, and what counts as a repeat (FILE-1, FILE-3, FILE-5, CALL-3). */
export const vocabularySection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const names = (list: Readonly<Record<string, { readonly 'zh-CN': string; readonly en: string }>> = {}): string =>
    words.list(Object.values(list).map((each) => each[language]));
  const heads = Object.entries(pack.departments ?? {}).flatMap(([id, { head }]) =>
    head === undefined
      ? []
      : [say(`${words.name('departments', id)}: ${head}`, `${words.name('departments', id)}：${head}`)],
  );
  const { repeats } = pack;
  const same = repeats?.same.map((dimension) => dimensionName(words, dimension)) ?? [];
  return section(
    say('Words that are used', '用语'),
    ['FILE-1', 'FILE-5', 'CALL-3'],
    [
      ...list([
        pack.kinds && line(say(`Kinds of need: ${names(pack.kinds)}.`, `需求类型：${names(pack.kinds)}。`), 'CALL-3'),
        pack.channels && line(say(`Channels: ${names(pack.channels)}.`, `渠道：${names(pack.channels)}。`), 'FILE-1'),
        pack.categories &&
          line(say(`Categories: ${tree(words).join('; ')}.`, `类别：${tree(words).join('；')}。`), 'FILE-5'),
        pack.departments && say(`Departments: ${names(pack.departments)}.`, `部门：${names(pack.departments)}。`),
        heads.length === 0
          ? undefined
          : say(`Heads of departments: ${heads.join('; ')}.`, `部门负责人：${heads.join('；')}。`),
        pack.offices && say(`Offices: ${names(pack.offices)}.`, `职务与机关：${names(pack.offices)}。`),
        ...Object.values(pack.topics ?? {}).map((topic) =>
          say(
            `The text tells of “${topic.en}” where it says: ${topic.words.join(', ')}.`,
            `内容出现以下词语即视为涉及“${topic['zh-CN']}”：${topic.words.join('、')}。`,
          ),
        ),
        repeats &&
          line(
            say(
              `A matter of the same customer within ${lengthWords(words, repeats.within)}${same.length === 0 ? '' : ` with the same ${words.and(same)}`} is a repeat: linked and counted, not merged.`,
              `同一客户 ${lengthWords(words, repeats.within)}内再次提出${same.length === 0 ? '' : `${words.and(same)}相同`}的事项，视为重复：关联并计数，不合并。`,
            ),
            'FILE-3',
          ),
      ]),
    ],
  );
};
