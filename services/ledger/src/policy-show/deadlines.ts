import { type DeadlineRule, isByDimension } from '@complaint-ledger/policy';
import { conditionWords, dimensionName, valueName } from '../policy-words/condition-words.ts';
import { lengthWords, moneyWords } from '../policy-words/length-words.ts';
import { metWords, startWords } from '../policy-words/milestone-words.ts';
import { type PackWords, capital } from '../policy-words/pack-words.ts';
import { type Line, type Section, line, list, section, text } from './page.ts';

/** A length or an amount for one value of a dimension, or for all. */
type Told = readonly [string, string];

const lengthsOf = (words: PackWords, { within, when }: DeadlineRule): readonly Told[] => {
  const { say } = words;
  const all = conditionWords(words, when);
  if (typeof within === 'string') return [[all, within]];
  const of = (dimension: string, table: Readonly<Record<string, string>>): readonly Told[] =>
    Object.entries(table).map(([value, length]) => [
      `${dimensionName(words, dimension)}${say(' ', '：')}${valueName(words, dimension, value)}`,
      length,
    ]);
  if (!isByDimension(within)) return of('level', within);
  const { by, table, otherwise } = within;
  return [...of(by, table), ...(otherwise === undefined ? [] : [[say('all others', '其他'), otherwise] as const])];
};

/** Each deadline for each level, or whatever its length depends on, with what it costs to miss it. */
const rowsOf = (words: PackWords, rule: DeadlineRule): readonly (readonly string[])[] => {
  const { pack, say } = words;
  const { penalty } = rule;
  const name = rule.name[words.language];
  const lengths = lengthsOf(words, rule);
  const cell = (length: string) => lengthWords(words, length);
  const byLevel = typeof rule.within === 'object' && !isByDimension(rule.within) ? rule.within : undefined;
  const same = lengths[0]?.[1] ?? '';
  const rows: readonly (readonly [string, string, string])[] =
    penalty === undefined || typeof penalty === 'string'
      ? lengths.map(([who, length]) => [who, cell(length), penalty === undefined ? '–' : moneyWords(words, penalty)])
      : Object.keys(pack.levels).flatMap((level) => {
          const length = byLevel === undefined ? same : byLevel[level];
          if (length === undefined) return [];
          const amount = penalty[level];
          const who = `${dimensionName(words, 'level')}${say(' ', '：')}${words.name('levels', level)}`;
          return [[who, cell(length), amount === undefined ? '–' : moneyWords(words, amount)]];
        });
  return rows.map((row, index) => [index === 0 ? name : '', ...row, index === 0 ? (rule.rule ?? '–') : '']);
};

const answersWords = (words: PackWords, { answers = 'holder' }: DeadlineRule): string | false => {
  const { say } = words;
  if (answers === 'holder') return false;
  const who =
    answers === 'receiver'
      ? say('the department that received the matter', '受理部门')
      : words.name('departments', answers.department);
  return say(`${capital(who)} answers for it.`, `由${who}负责。`);
};

/** For whom it is; a table by something names them itself. */
const applies = (words: PackWords, { when, within }: DeadlineRule): string => {
  const named = typeof within === 'object' && (!isByDimension(within) || within.otherwise === undefined);
  const those = named && when === undefined ? words.say('those that the table names', '表中所列事项') : undefined;
  return conditionWords(words, when, those);
};

const deadlineWords = (words: PackWords, rule: DeadlineRule): Line => {
  const { say } = words;
  const { starts, metBy, nth, again, pausedBy = [], response } = rule;
  const pauses = pausedBy.map((reason) => words.quoted('pauses', reason));
  const sentences = [
    say(
      `${rule.name.en}, for ${applies(words, rule)}: the clock starts ${startWords(words, starts)}; it is kept when ${metWords(words, metBy, nth)}.`,
      `${rule.name['zh-CN']}（${applies(words, rule)}）：${startWords(words, starts)}，${metWords(words, metBy, nth)}即为完成。`,
    ),
    again === true &&
      say('It begins anew each time, until the matter is settled.', '每次完成或超时后重新起算，直到办结。'),
    pauses.length > 0 &&
      say(`The clock stands still while the reason is ${words.or(pauses)}.`, `因${words.or(pauses)}暂停期间不计时。`),
    answersWords(words, rule),
    response === true && say('It is one of the responses of the level table.', '计入等级表中的响应。'),
  ];
  return line(sentences.filter((sentence) => sentence !== false).join(say(' ', '')), rule.rule);
};

/** Levels, and every deadline with its lengths and fines (LEVEL-1). */
export const deadlineSections = (words: PackWords): readonly Section[] => {
  const { pack, say } = words;
  const rules = Object.values(pack.deadlines);
  const levels = Object.keys(pack.levels).map((level) => words.quoted('levels', level));
  return [
    ...section(
      say('Levels', '等级'),
      ['LEVEL-1', 'LEVEL-2'],
      [
        text(
          say(
            `The levels are ${words.and(levels)}. A matter that nobody gave a level has ${words.quoted('levels', pack.defaultLevel)}. Another level recomputes from filing what is not yet met.`,
            `等级有${words.and(levels)}。未定等级的事项为${words.quoted('levels', pack.defaultLevel)}。调整等级后，未完成的时限自受理起重算。`,
          ),
        ),
      ],
    ),
    ...section(
      say('Deadlines and fines', '时限与罚款'),
      ['PEN-1'],
      [
        ...(rules.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                head: [
                  say('deadline', '时限'),
                  say('for', '适用于'),
                  say('time', '时长'),
                  say('fine', '罚款'),
                  say('rule', '规则'),
                ],
                rows: rules.flatMap((rule) => rowsOf(words, rule)),
              },
            ]),
        text(
          say(
            'Unless it says otherwise, whoever holds the matter when a deadline is due answers for it.',
            '除另有说明外，时限由到期时的承办方负责。',
          ),
        ),
        ...list(rules.map((rule) => deadlineWords(words, rule))),
      ],
    ),
  ];
};
