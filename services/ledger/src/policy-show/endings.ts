import type { PackWords } from '../policy-words/pack-words.ts';
import { type Line, type Section, line, list, section } from './page.ts';

/** Findings and ways to end a case (RES-4, RES-7, XFER-5). */
export const closingSection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const verdicts = Object.values(pack.verdicts ?? {}).map((verdict) => `“${verdict[language]}”`);
  const outcomes = Object.values(pack.outcomes ?? {}).map(
    ({ rule, decidedBy = [], unasked, reason, ...name }): Line => {
      const more = [
        decidedBy.length === 0
          ? ''
          : say(`decided by ${words.authorities(decidedBy)}`, `由${words.authorities(decidedBy)}决定`),
        unasked === true ? say('ends the matter without asking the customer again', '不再征询客户意见即告终结') : '',
        reason === true ? say('a reason must be given', '须写明理由') : '',
      ].filter((part) => part !== '');
      return line(
        `${say('It may end as ', '可按')}“${name[language]}”${say('', '结案')}${more.length === 0 ? '' : `${say(': ', '：')}${more.join(say('; ', '；'))}`}${say('.', '。')}`,
        rule,
      );
    },
  );
  return section(
    say('Findings and closing', '认定与结案'),
    ['RES-4', 'RES-7', 'XFER-5'],
    [
      ...list([
        verdicts.length === 0
          ? undefined
          : say(`An investigation finds one of: ${words.list(verdicts)}.`, `调查结论为${words.list(verdicts)}之一。`),
        ...outcomes,
      ]),
    ],
  );
};

/** The call after the settlement, and its questions (FUP-*). */
export const followUpSection = (words: PackWords): readonly Section[] => {
  const { say, pack, language } = words;
  const { followUp } = pack;
  const questions = Object.values(followUp?.survey ?? {}).map((question) => `“${question[language]}”`);
  return section(
    say('Follow-up', '回访'),
    ['FUP-1', 'FUP-2', 'FUP-3', 'FUP-4'],
    [
      ...list([
        followUp === undefined
          ? undefined
          : followUp.required
            ? line(
                say(
                  'Every settled matter is followed by a call that asks about the solution.',
                  '每件办结事项都要回访，询问对处理结果的意见。',
                ),
                'FUP-1',
              )
            : line(say('A call after the settlement is not required.', '不要求逐件回访。'), 'FUP-1'),
        followUp === undefined
          ? undefined
          : line(
              say(
                'A satisfied customer closes the matter; an unsatisfied one opens a new round with new deadlines; the last answer counts.',
                '客户满意则结案；不满意则重新办理，时限重新起算；以最后一次回答为准。',
              ),
              'FUP-2',
            ),
        questions.length === 0
          ? undefined
          : line(
              say(
                `The survey asks, from 1 to 5: ${words.list(questions)}.`,
                `满意度调查（1 至 5 分）：${words.list(questions)}。`,
              ),
              'FUP-4',
            ),
      ]),
    ],
  );
};
