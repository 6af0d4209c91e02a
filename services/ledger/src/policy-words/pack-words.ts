import type { PolicyPack, Words } from '@complaint-ledger/policy';
import { type Language, type Say, sayIn } from '../cli/language.ts';

/** A section of a pack whose entries have names in both languages. */
export type Named =
  | 'kinds'
  | 'categories'
  | 'channels'
  | 'departments'
  | 'verdicts'
  | 'levels'
  | 'offices'
  | 'topics'
  | 'fields'
  | 'pauses'
  | 'steps'
  | 'outcomes'
  | 'deadlines'
  | 'escalations';

const roles: Readonly<Record<string, Words>> = {
  publisher: { 'zh-CN': '对接系统', en: 'connected systems' },
  agent: { 'zh-CN': '客服人员', en: 'agents' },
  manager: { 'zh-CN': '经理', en: 'managers' },
  analyst: { 'zh-CN': '分析人员', en: 'analysts' },
  auditor: { 'zh-CN': '审计人员', en: 'auditors' },
  admin: { 'zh-CN': '系统管理员', en: 'administrators' },
};

const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'zh-CN' in value;

/** The pack's own words in one language, and how that language puts them in a row. */
export class PackWords {
  readonly pack: PolicyPack;
  readonly language: Language;
  readonly say: Say;

  constructor(pack: PolicyPack, language: Language) {
    this.pack = pack;
    this.language = language;
    this.say = sayIn(language);
  }

  /** The name of an entry; its id where the pack has none. */
  name(section: Named, id: string): string {
    const list: unknown = this.pack[section];
    const entry: unknown =
      typeof list === 'object' && list !== null && Object.hasOwn(list, id) ? Reflect.get(list, id) : undefined;
    const named: unknown = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : entry;
    return isWords(named) ? named[this.language] : id;
  }

  /** A name as something that is quoted: “Major complaint”. */
  quoted(section: Named, id: string): string {
    return `“${this.name(section, id)}”`;
  }

  /** A role of a key, or an office. */
  authority(id: string): string {
    if (this.pack.offices !== undefined && Object.hasOwn(this.pack.offices, id)) return this.quoted('offices', id);
    return roles[id]?.[this.language] ?? this.name('departments', id);
  }

  /** Those who may decide, any of them. */
  authorities(ids: readonly string[]): string {
    return this.or(ids.map((id) => this.authority(id)));
  }

  or(words: readonly string[]): string {
    return this.#row(words, ' or ', '或');
  }

  and(words: readonly string[]): string {
    return this.#row(words, ' and ', '和');
  }

  /** `a, b` without a last word. */
  list(words: readonly string[]): string {
    return words.join(this.say(', ', '、'));
  }

  #row(words: readonly string[], en: string, zh: string): string {
    const last = words.at(-1) ?? '';
    if (words.length < 2) return last;
    return `${this.list(words.slice(0, -1))}${this.say(en, zh)}${last}`;
  }
}

/** A sentence begins with a capital where the language has them. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
