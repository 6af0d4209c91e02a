import type { PolicyPack } from '@complaint-ledger/policy';
import type { Language } from '../cli/language.ts';
import type { Difference } from './differences.ts';

type Sentence = Readonly<Record<Language, string>>;

const sections: Readonly<Record<string, Sentence>> = {
  name: { en: 'name', 'zh-CN': '名称' },
  zone: { en: 'time zone', 'zh-CN': '时区' },
  calendar: { en: 'working calendar', 'zh-CN': '工作日历' },
  workingHours: { en: 'working hours', 'zh-CN': '工作时间' },
  kinds: { en: 'kind', 'zh-CN': '需求类型' },
  categories: { en: 'category', 'zh-CN': '类别' },
  channels: { en: 'channel', 'zh-CN': '渠道' },
  departments: { en: 'department', 'zh-CN': '部门' },
  verdicts: { en: 'verdict', 'zh-CN': '认定' },
  levels: { en: 'level', 'zh-CN': '等级' },
  defaultLevel: { en: 'default level', 'zh-CN': '默认等级' },
  deadlines: { en: 'deadline', 'zh-CN': '时限' },
  transfer: { en: 'transfers', 'zh-CN': '转办' },
  assignment: { en: 'assignment', 'zh-CN': '分派' },
  extension: { en: 'extensions', 'zh-CN': '延期' },
  followUp: { en: 'follow-up', 'zh-CN': '回访' },
  handledCallKinds: { en: 'kinds of call that open a case', 'zh-CN': '来电立案的需求类型' },
};

const parts: Readonly<Record<string, Sentence>> = {
  within: { en: 'length', 'zh-CN': '时长' },
  penalty: { en: 'penalty', 'zh-CN': '罚款' },
  starts: { en: 'starts with', 'zh-CN': '起点' },
  metBy: { en: 'met by', 'zh-CN': '完成条件' },
  nth: { en: 'occurrence that meets it', 'zh-CN': '第几次算完成' },
  response: { en: 'counts as a response', 'zh-CN': '计入响应' },
  rule: { en: 'rule of the rulebook', 'zh-CN': '规则编号' },
  name: { en: 'name', 'zh-CN': '名称' },
  unit: { en: 'unit that a transfer changes', 'zh-CN': '转办单位' },
  limit: { en: 'transfers allowed', 'zh-CN': '允许转办次数' },
  handlers: { en: 'people who may handle a matter', 'zh-CN': '经手人数上限' },
  handover: { en: 'handover must have', 'zh-CN': '交接必填项' },
  systems: { en: 'actors that are systems', 'zh-CN': '系统账号' },
  deadlines: { en: 'deadlines that may be extended', 'zh-CN': '可延期的时限' },
  approvers: { en: 'who decides', 'zh-CN': '审批人' },
  cap: { en: 'longest extension', 'zh-CN': '最长延期' },
  order: { en: 'order', 'zh-CN': '顺序' },
  required: { en: 'required', 'zh-CN': '必须' },
};

const rules: Readonly<Record<string, string>> = {
  'transfer.limit': 'XFER-1',
  'transfer.handlers': 'XFER-2',
  'transfer.handover': 'XFER-3',
  handledCallKinds: 'CALL-3',
  categories: 'FILE-5',
  channels: 'FILE-1',
  kinds: 'CALL-3',
  levels: 'LEVEL-1',
  verdicts: 'RES-4',
  extension: 'EXT-1',
  followUp: 'FUP-2',
};

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nothing: Sentence = { en: 'nothing', 'zh-CN': '无' };

/** A value of a pack in one line. */
const told = (value: unknown, language: Language): string => {
  if (value === undefined) return nothing[language];
  if (typeof value === 'boolean') return { en: value ? 'yes' : 'no', 'zh-CN': value ? '是' : '否' }[language];
  if (Array.isArray(value)) {
    const separator = { en: ', ', 'zh-CN': '、' }[language];
    return value.length === 0 ? nothing[language] : value.map((each) => told(each, language)).join(separator);
  }
  if (!isTree(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const words = value[language];
  if (typeof words === 'string') return words;
  return Object.entries(value)
    .map(([key, each]) => `${parts[key]?.[language] ?? key} ${told(each, language)}`)
    .join({ en: ', ', 'zh-CN': '，' }[language]);
};

/** The name that either pack gives the entry of a vocabulary or a deadline, with its id. */
const nameOf = (packs: readonly PolicyPack[], section: string, id: string, language: Language): string => {
  for (const pack of packs) {
    const list: unknown = Reflect.get(pack, section);
    const entry = isTree(list) && Object.hasOwn(list, id) ? list[id] : undefined;
    const words = isTree(entry) && isTree(entry['name']) ? entry['name'] : entry;
    if (isTree(words) && typeof words[language] === 'string') return `${id} (${words[language]})`;
  }
  return id;
};

const levelName = (packs: readonly PolicyPack[], level: string, language: Language): string =>
  nameOf(packs, 'levels', level, language);

const vocabularies = new Set(['kinds', 'categories', 'channels', 'departments', 'verdicts', 'levels', 'deadlines']);

/** Where it differs, in words: `deadline first-response (First response): length, major (Major complaint)`. */
const placeOf = ({ path }: Difference, packs: readonly PolicyPack[], language: Language): string => {
  const [section = '', ...rest] = path;
  const name = sections[section]?.[language] ?? section;
  if (!vocabularies.has(section)) {
    const inner = rest.map((part) => parts[part]?.[language] ?? part);
    return [name, ...inner].join({ en: ': ', 'zh-CN': '：' }[language]);
  }
  const [id, part, level] = rest;
  if (id === undefined) return name;
  const where = `${name} ${nameOf(packs, section, id, language)}`;
  if (part === undefined) return where;
  const inner = [parts[part]?.[language] ?? part, ...(level === undefined ? [] : [levelName(packs, level, language)])];
  return where + { en: ': ', 'zh-CN': '：' }[language] + inner.join({ en: ', ', 'zh-CN': '，' }[language]);
};

const isEntry = ({ path }: Difference): boolean => path.length === 2 && vocabularies.has(path[0] ?? '');

/** One difference as a line that needs no YAML to be understood. */
export const tellDifference = (difference: Difference, packs: readonly PolicyPack[], language: Language): string => {
  const { before, after } = difference;
  const place = placeOf(difference, packs, language);
  const say = (en: string, zh: string): string => ({ en, 'zh-CN': zh })[language];
  if (isEntry(difference) && before === undefined) {
    const what = difference.path[0] === 'deadlines' ? ` (${told(after, language)})` : '';
    return say(`${place}: new${what}`, `${place}：新增${what}`);
  }
  if (isEntry(difference) && after === undefined) return say(`${place}: gone`, `${place}：删除`);
  const isOpen = difference.path.length === 1 && vocabularies.has(difference.path[0] ?? '');
  if (isOpen && after === undefined) return say(`${place}: any word is taken`, `${place}：不再限定`);
  if (isOpen && before === undefined)
    return say(
      `${place}: only ${Object.keys(after as object).join(', ')}`,
      `${place}：限定为 ${Object.keys(after as object).join('、')}`,
    );
  return say(
    `${place}: ${told(before, language)} → ${told(after, language)}`,
    `${place}：${told(before, language)} → ${told(after, language)}`,
  );
};

/** The rule of the rulebook that the difference is about, where there is one. */
export const ruleOf = ({ path }: Difference, packs: readonly PolicyPack[]): string | undefined => {
  const [section = '', part = ''] = path;
  if (section === 'deadlines') {
    for (const pack of packs) {
      const rule = Object.hasOwn(pack.deadlines, part) ? pack.deadlines[part]?.rule : undefined;
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
  return rules[`${section}.${part}`] ?? rules[section];
};
