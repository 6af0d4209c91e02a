import { conditionWords } from '../policy-words/condition-words.ts';
import { type PackWords, capital } from '../policy-words/pack-words.ts';
import { type Section, line, list, section } from './page.ts';

const beforeWords = ({ say }: PackWords, before: string | undefined): string => {
  if (before === 'handling') return say(' before handling begins', '，处理开始之前完成');
  if (before === 'resolved') return say(' before the matter is settled', '，办结之前完成');
  if (before === 'closed') return say(' before the matter is closed', '，结案之前完成');
  return '';
};

/** Where matters go upward, what heads handle in person (ESC-1, ESC-2). */
export const escalationSection = (words: PackWords): readonly Section[] => {
  const { pack, say, language } = words;
  return section(
    say('Upward', '上报'),
    ['ESC-1', 'ESC-2', 'XFER-4'],
    [
      ...list([
        ...Object.values(pack.escalations ?? {}).map(({ name, rule, when, to, before }) => {
          const offices = words.and(to.map((office) => words.quoted('offices', office)));
          return line(
            say(
              `${name[language]}: of ${conditionWords(words, when)}, ${offices} must have been told${beforeWords(words, before)}.`,
              `${name[language]}：${conditionWords(words, when)}须上报${offices}${beforeWords(words, before)}。`,
            ),
            rule,
          );
        }),
        ...(pack.headHandles ?? []).map((when) =>
          line(
            say(
              `${capital(conditionWords(words, when))} are handled by the head of the department in person.`,
              `${conditionWords(words, when)}由部门负责人亲自处理。`,
            ),
            'ESC-1',
          ),
        ),
      ]),
    ],
  );
};

/** Who alone sees what (FILE-1, CONF-1). */
export const confidentialSection = (words: PackWords): readonly Section[] => {
  const { pack, say } = words;
  return section(
    say('Confidential', '保密'),
    ['FILE-1', 'CONF-1'],
    [
      ...list(
        (pack.confidential ?? []).map(({ when, seenBy }) => {
          const who = words.and(seenBy.map((each) => words.authority(each)));
          return line(
            say(
              `${capital(conditionWords(words, when))} are seen by ${who} alone.`,
              `${conditionWords(words, when)}仅限${who}查看。`,
            ),
            'FILE-1',
          );
        }),
      ),
    ],
  );
};

/** The steps of handling, in their order (RES-3, RES-6, ESC-4). */
export const stepSection = (words: PackWords): readonly Section[] => {
  const { pack, say } = words;
  const rules = Object.entries(pack.steps ?? {}).map(([id, { rule, when, after, before, signedBy }]) => {
    const first =
      after === undefined
        ? ''
        : after === 'resolved'
          ? say(', once the matter is settled', '，办结之后进行')
          : say(`, after the step ${words.quoted('steps', after)}`, `，在步骤${words.quoted('steps', after)}之后进行`);
    const who =
      signedBy === undefined
        ? ''
        : signedBy === 'head'
          ? say('; signed by the head of the department', '，由部门负责人签字')
          : say(`; signed by ${words.quoted('offices', signedBy)}`, `，由${words.quoted('offices', signedBy)}签字`);
    const blocks =
      before === undefined
        ? ''
        : before === 'resolved'
          ? say('; nothing is settled without it', '，未完成不得办结')
          : say('; nothing is closed without it', '，未完成不得结案');
    const what =
      when === undefined ? '' : say(` (${conditionWords(words, when)})`, `（${conditionWords(words, when)}）`);
    return line(`${words.name('steps', id)}${what}${first}${who}${blocks}${say('.', '。')}`, rule);
  });
  return section(say('Steps of handling', '处理步骤'), ['RES-3'], list(rules));
};
