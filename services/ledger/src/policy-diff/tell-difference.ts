import type { PolicyPack } from '@complaint-ledger/policy';
import type { Language } from '../cli/language.ts';
import { conditionWords } from '../policy-words/condition-words.ts';
import { type Named, PackWords } from '../policy-words/pack-words.ts';
import type { Difference } from './differences.ts';
import { conditionKey, conditionsOf, isTree } from './normal.ts';
import { sectionNames } from './place-names.ts';
import { dutyOf, innerName, valueWords } from './value-words.ts';

/** Sections whose entries have a name of their own. */
const named: ReadonlySet<string> = new Set<Named>([
  'kinds',
  'categories',
  'channels',
  'departments',
  'verdicts',
  'levels',
  'offices',
  'topics',
  'fields',
  'pauses',
  'steps',
  'outcomes',
  'deadlines',
  'escalations',
]);

/** Sections whose entries are conditions. */
const conditional = new Set(['assignment', 'headHandles', 'confidential']);

/** Tables of names inside a section. */
const innerTables = new Set(['extension.grounds', 'compensation.types', 'followUp.survey', 'calls.identity.methods']);

/** Two packs in the words of one language: the later one's, else the earlier one's. */
class Telling {
  readonly #packs: readonly PackWords[];
  readonly words: PackWords;

  constructor(packs: readonly PolicyPack[], language: Language) {
    const [first] = packs;
    if (first === undefined) throw new TypeError('a difference is between packs');
    this.#packs = packs.map((pack) => new PackWords(pack, language));
    // Ids of both packs have names: what the later pack took away has that of the earlier one.
    const entries = [...named].map((section) => [
      section,
      Object.assign({}, ...packs.toReversed().map((pack) => Reflect.get(pack, section) as object | undefined)),
    ]);
    this.words = new PackWords({ ...first, ...Object.fromEntries(entries) } as PolicyPack, language);
  }

  /** `first-response (First response)`. */
  entry(section: string, id: string): string {
    const name = this.words.name(section as Named, id);
    return name === id ? id : `${id} (${name})`;
  }

  /** The name of an entry of a table inside a section, such as a question of the survey. */
  inner(path: readonly string[]): string {
    for (const { pack, language } of this.#packs) {
      let at: unknown = pack;
      for (const key of path) at = isTree(at) && Object.hasOwn(at, key) ? at[key] : undefined;
      const name = isTree(at) ? at[language] : undefined;
      if (typeof name === 'string') return `“${name}”`;
    }
    return path.at(-1) ?? '';
  }

  condition(key: string): string {
    for (const { pack } of this.#packs) {
      const found = conditionsOf(pack).find((when) => conditionKey(when) === key);
      if (found !== undefined) return conditionWords(this.words, found);
    }
    return key;
  }
}

/** Where it differs, in words: `deadline first-response (First response): length, “Major complaint”`. */
const placeOf = ({ path }: Difference, telling: Telling): string => {
  const { words } = telling;
  const { say, language } = words;
  const [section = '', ...rest] = path;
  const name = sectionNames[section]?.[language] ?? section;
  const [id, ...inside] = rest;
  if (id === undefined) return name;
  const colon = say(': ', '：');
  const comma = say(', ', '，');
  const inner = (from: number): string =>
    path
      .slice(from)
      .map((_, at) => {
        const here = path.slice(0, from + at + 1);
        return innerTables.has(here.slice(0, -1).join('.')) ? telling.inner(here) : innerName(words, here);
      })
      .filter((part) => part !== '')
      .join(comma);
  if (named.has(section)) {
    const where = `${name} ${telling.entry(section, id)}`;
    return inside.length === 0 ? where : `${where}${colon}${inner(2)}`;
  }
  if (conditional.has(section) && id !== 'order') return `${name}${colon}${telling.condition(id)}`;
  if (section === 'transfer' && id === 'keeps' && inside[0] !== undefined)
    return `${name}${colon}${innerName(words, ['transfer', 'keeps'])}${comma}${telling.condition(inside[0])}`;
  if (section === 'duty') return dutyOf(words, id).replace(/[.。]$/, '');
  return `${name}${colon}${inner(1)}`;
};

/** Entries that are there or not, and have no other state. */
const isEntry = ({ path }: Difference): boolean => {
  const [section = '', second] = path;
  if (named.has(section)) return path.length === 2;
  if (section === 'duty' || section === 'headHandles') return path.length === 2;
  if (section === 'transfer') return path.length === 3 && second === 'keeps';
  return innerTables.has(path.slice(0, -1).join('.'));
};

const openable = new Set(['kinds', 'categories', 'channels', 'departments', 'verdicts', 'outcomes']);

/** Longer lists are told by what came and what went. */
const MOST_ITEMS = 6;

const listChange = (telling: Telling, { path, before, after }: Difference): string | undefined => {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  const was: readonly unknown[] = before;
  const is: readonly unknown[] = after;
  if (Math.max(was.length, is.length) <= MOST_ITEMS) return undefined;
  const { words } = telling;
  const { say } = words;
  const [added, removed] = [is.filter((item) => !was.includes(item)), was.filter((item) => !is.includes(item))];
  const told = (items: readonly unknown[]): string => valueWords(words, path, items);
  const parts = [
    ...(added.length === 0 ? [] : [say(`new ${told(added)}`, `新增${told(added)}`)]),
    ...(removed.length === 0 ? [] : [say(`gone ${told(removed)}`, `删除${told(removed)}`)]),
  ];
  return parts.length === 0 ? undefined : parts.join(say('; ', '；'));
};

const orderOf = (telling: Telling, order: unknown): string => {
  const keys = Array.isArray(order) ? (order as readonly string[]) : [];
  return keys.map((key) => telling.condition(key)).join(telling.words.say('; ', '；'));
};

/** One difference as a line that needs no YAML to be understood. `packs`: the later one first. */
export const tellDifference = (difference: Difference, packs: readonly PolicyPack[], language: Language): string => {
  const telling = new Telling(packs, language);
  const { words } = telling;
  const { say } = words;
  const { path, before, after } = difference;
  const place = placeOf(difference, telling);
  const told = (value: unknown): string => valueWords(words, path, value);
  const colon = say(': ', '：');
  if (isEntry(difference) && before === undefined) {
    const more = isTree(after) ? told(after) : '';
    const what = more === '' || path.length > 2 || 'zh-CN' in (after as object) ? '' : say(` (${more})`, `（${more}）`);
    return `${place}${colon}${say('new', '新增')}${what}`;
  }
  if (isEntry(difference) && after === undefined) return `${place}${colon}${say('gone', '删除')}`;
  if (path.length === 1 && openable.has(path[0] ?? '')) {
    const known = (value: unknown): string =>
      words.list(Object.keys(isTree(value) ? value : {}).map((id) => words.name(path[0] as Named, id)));
    if (after === undefined) return `${place}${colon}${say('any word is taken', '不再限定')}`;
    if (before === undefined) return `${place}${colon}${say(`only ${known(after)}`, `限定为${known(after)}`)}`;
  }
  if (path.join('.') === 'assignment.order')
    return `${place}${colon}${orderOf(telling, before)} → ${orderOf(telling, after)}`;
  const change = listChange(telling, difference);
  return `${place}${colon}${change ?? `${told(before)} → ${told(after)}`}`;
};
