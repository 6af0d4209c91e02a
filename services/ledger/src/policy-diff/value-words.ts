import { type DutyEntry, parseMoney } from '@complaint-ledger/policy';
import { conditionWords, dimensionName, valueName } from '../policy-words/condition-words.ts';
import { holderWords } from '../policy-words/holder-words.ts';
import { dutyWords } from '../policy-words/duty-words.ts';
import { itemWords } from '../policy-words/item-words.ts';
import { lengthWords, moneyWords } from '../policy-words/length-words.ts';
import { measureWords } from '../policy-words/measure-words.ts';
import { metWords, startWords } from '../policy-words/milestone-words.ts';
import type { Named, PackWords } from '../policy-words/pack-words.ts';
import { isTree } from './normal.ts';
import { partNames } from './place-names.ts';

/** What a word is the id of, by the part of the pack that it stands in. */
const ids: Readonly<Record<string, Named>> = {
  under: 'categories',
  pausedBy: 'pauses',
  deadlines: 'deadlines',
  defaultLevel: 'levels',
  handledCallKinds: 'kinds',
  department: 'departments',
};

const authorities = new Set(['to', 'approvers', 'decidedBy', 'waivers', 'seenBy', 'blockedBy', 'confidential']);
const lengths = new Set(['within', 'cap', 'long', 'longestBlock']);

const milestone = (words: PackWords, value: string): string => {
  const { say } = words;
  const known: Readonly<Record<string, string>> = {
    handling: say('handling begins', '处理开始'),
    resolved: say('the settlement', '办结'),
    closed: say('closing', '结案'),
  };
  return known[value] ?? words.quoted('steps', value);
};

/** One word of a pack, by the part that it stands in. */
const word = (words: PackWords, part: string, value: string): string => {
  const { say } = words;
  if (lengths.has(part)) return lengthWords(words, value);
  if (authorities.has(part)) return words.authority(value);
  const section = ids[part];
  if (section !== undefined) return words.name(section, value);
  switch (part) {
    case 'starts':
      return startWords(words, value);
    case 'metBy':
      return metWords(words, value);
    case 'before':
    case 'after':
      return milestone(words, value);
    case 'signedBy':
      return value === 'head' ? say('the head of the department', '部门负责人') : words.authority(value);
    case 'handover':
    case 'records':
      return itemWords(words, value);
    case 'same':
    case 'unit':
      return part === 'unit' ? unitName(words, value) : dimensionName(words, value);
    case 'measures':
      return measureWords(words, value);
    case 'answers':
      return value === 'receiver'
        ? say('the department that received it', '受理部门')
        : say('whoever holds it when it is due', '到期时的承办方');
    case 'of':
      return value === 'wage' ? say('the wage', '工资') : say('the bonus', '奖金');
    case 'authority':
      return value === 'unlimited' ? say('any amount', '不限金额') : moneyWords(words, value);
    default:
      return parseMoney(value) === undefined ? value : moneyWords(words, value);
  }
};

const unitName = ({ say }: PackWords, unit: string): string => {
  const names: Readonly<Record<string, string>> = {
    department: say('department', '部门'),
    group: say('group', '小组'),
    person: say('person', '个人'),
    none: say('none', '不计'),
  };
  return names[unit] ?? unit;
};

/** A value of a pack in one line, by the place where it stands. */
export const valueWords = (words: PackWords, path: readonly string[], value: unknown): string => {
  const { say, language } = words;
  const part = partOf(path);
  if (value === undefined) return say('nothing', '无');
  if (typeof value === 'boolean') return value ? say('yes', '是') : say('no', '否');
  if (typeof value === 'string') return word(words, part, value);
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    return items.length === 0 ? say('nothing', '无') : words.list(items.map((item) => valueWords(words, path, item)));
  }
  if (!isTree(value)) return JSON.stringify(value);
  if (part === 'within' || part === 'penalty') {
    const [first, ...others] = Object.values(value);
    if (first !== undefined && others.every((other) => other === first)) return valueWords(words, path, first);
  }
  if (part === 'when') return conditionWords(words, value);
  if (path[0] === 'assignment') return holderWords(words, value);
  if (part === 'answers') return words.name('departments', String(value['department']));
  if (part === 'warnAfter')
    return say(
      `${String(value['calls'])} calls within ${lengthWords(words, String(value['within']))}`,
      `${lengthWords(words, String(value['within']))}内 ${String(value['calls'])} 次`,
    );
  const name = value[language];
  if (typeof name === 'string') return name;
  return Object.entries(value)
    .filter(([key]) => key !== 'name' && key !== 'rule')
    .map(
      ([key, each]) => `${innerName(words, [...path, key])}${say(' ', '')}${valueWords(words, [...path, key], each)}`,
    )
    .join(say(', ', '，'));
};

/** The part of the pack that says what a value is: keys of tables by level, kind or authority are none. */
export const partOf = (path: readonly string[]): string => {
  const [section = '', second = '', third] = path;
  if (section === 'records' || section === 'confidential') return section;
  if (section === 'deadlines' && (third === 'within' || third === 'penalty')) return third;
  if (section === 'compensation') return second;
  return path.at(-1) ?? '';
};

/** A key as readers call it: a part, a level, `kind Inquiry`. */
export const innerName = (words: PackWords, path: readonly string[]): string => {
  const key = path.at(-1) ?? '';
  const [section, second, third] = path;
  if (section === 'deadlines' && path.length === 4 && (third === 'within' || third === 'penalty')) {
    const at = key.indexOf(':');
    if (at < 0) return words.quoted('levels', key);
    const [by, value] = [key.slice(0, at), key.slice(at + 1)];
    return value === ''
      ? words.say('all others', '其他')
      : `${dimensionName(words, by)}${words.say(' ', '')}“${valueName(words, by, value)}”`;
  }
  if (section === 'compensation' && second === 'authority' && path.length === 3) return words.authority(key);
  if (section === 'records' && path.length === 2) return recordOf(words, key);
  if (section === 'targets' && path.length === 2) return measureWords(words, key);
  if (section === 'calls' && second === 'desks' && path.length === 3) return words.quoted('kinds', key);
  if (section === 'penalties' && third === 'brackets' && path.length === 4)
    return key === 'any' ? words.say('any amount', '不限') : moneyWords(words, key);
  return partNames[key]?.[words.language] ?? key;
};

const recordOf = (words: PackWords, kind: string): string => {
  if (kind === 'every') return words.say('every record', '所有记录');
  return kind === 'call' ? words.say('every call', '所有来电') : words.quoted('kinds', kind);
};

/** An entry of the duty roster from its key. */
export const dutyOf = (words: PackWords, key: string): string => dutyWords(words, JSON.parse(key) as DutyEntry);
