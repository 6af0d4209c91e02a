import { type Sentence, said } from '@complaint-ledger/contracts';
import type { PolicyPack } from '../pack.ts';
import { oneOf } from '../yaml/nearest.ts';
import type { Problem } from '../yaml/problem.ts';
import type { Path, PlacedYaml } from '../yaml/read-yaml.ts';

/** Roles of API keys, who may decide by them; what else a pack names as deciding is an office of its own. */
export const ROLES: readonly string[] = ['publisher', 'agent', 'manager', 'analyst', 'auditor', 'admin'];

/** A vocabulary of the pack that other parts refer to. */
export type Vocabulary =
  | 'kinds'
  | 'categories'
  | 'channels'
  | 'departments'
  | 'levels'
  | 'offices'
  | 'topics'
  | 'fields'
  | 'deadlines'
  | 'pauses'
  | 'steps';

const nouns = {
  kind: '需求类型',
  category: '类别',
  channel: '渠道',
  department: '部门',
  level: '等级',
  office: '职务或机关',
  topic: '主题',
  field: '字段',
  deadline: '时限',
  pause: '暂停原因',
  step: '步骤',
  escalation: '上报规则',
  'handover field': '移交内容',
  'item or field': '登记项或字段',
  'office or department': '职务、机关或部门',
} as const;

/** What a word of a pack is, as a sentence calls it. */
export type Noun = keyof typeof nouns;
/** The same in Chinese. */
export const zhNoun = (what: Noun): string => nouns[what];

/** Vocabularies that take any word as it comes while the pack does not have them. */
const open: ReadonlySet<Vocabulary> = new Set<Vocabulary>(['kinds', 'categories', 'channels', 'departments']);

/** A pack under check: what it has, and what was found. */
export class Checking {
  readonly pack: PolicyPack;
  readonly problems: Problem[] = [];
  readonly #document: PlacedYaml;

  constructor(pack: PolicyPack, document: PlacedYaml) {
    this.pack = pack;
    this.#document = document;
  }

  report(path: Path, message: Sentence, hint?: Sentence): void {
    this.problems.push(this.#document.problem(path, message, hint));
  }

  /** Stands in a file that the pack extends: with words that the pack has taken away, it falls away itself. */
  isInherited(path: Path): boolean {
    return this.#document.placeOf(path).file !== this.#document.placeOf([]).file;
  }

  /** `line 12`, or `line 12 of base.yaml` when it stands in another file than what lies at `from`. */
  lineOf(path: Path, from: Path): Sentence {
    const [there, here] = [this.#document.placeOf(path), this.#document.placeOf(from)];
    return there.file === here.file
      ? said(`line ${there.line}`, `第 ${there.line} 行`)
      : said(`line ${there.line} of ${there.file}`, `${there.file} 第 ${there.line} 行`);
  }

  /** Words of a vocabulary; undefined when any word is taken. */
  known(vocabulary: Vocabulary): readonly string[] | undefined {
    const words = this.pack[vocabulary];
    return words === undefined ? (open.has(vocabulary) ? undefined : []) : Object.keys(words);
  }

  expect(what: Noun, vocabulary: Vocabulary, word: string, path: Path): void {
    const known = this.known(vocabulary);
    const entry = `${vocabulary}: { ${word}: … }`;
    if (known !== undefined) this.expectOneOf(what, word, known, path, said(`Add ${entry}.`, `请加上 ${entry}。`));
  }

  expectOneOf(
    what: Noun,
    word: string,
    known: readonly string[],
    path: Path,
    add = said('Leave it out.', '请删去。'),
  ): void {
    if (known.includes(word)) return;
    this.report(
      path,
      said(`There is no ${what} '${word}' in this pack.`, `本制度包没有${zhNoun(what)}“${word}”。`),
      known.length === 0 ? add : oneOf(word, known),
    );
  }

  expectAll(what: Noun, vocabulary: Vocabulary, words: readonly string[] | undefined, path: Path): void {
    for (const [index, word] of (words ?? []).entries()) this.expect(what, vocabulary, word, [...path, index]);
  }

  /** Who decides or sees: roles of API keys and offices of the pack. */
  expectAuthorities(words: readonly string[] | undefined, path: Path): void {
    for (const [index, word] of (words ?? []).entries()) this.expectAuthority(word, [...path, index]);
  }

  expectAuthority(word: string, path: Path): void {
    const offices = this.known('offices') ?? [];
    if (offices.includes(word) || ROLES.includes(word)) return;
    const meant = oneOf(word, [...offices, ...ROLES]);
    const entry = `offices: { ${word}: { zh-CN: …, en: … } }`;
    this.report(
      path,
      said(`'${word}' is neither an office of this pack nor a role.`, `“${word}”既不是本制度包的职务，也不是角色。`),
      said(`${meant.en} A new office is written ${entry}.`, `${meant['zh-CN']}新职务写作 ${entry}。`),
    );
  }

  /** Ids that stand in events and reports. */
  expectId(what: Noun, id: string, path: Path): void {
    if (/^[a-z][a-z0-9-]*$/.test(id)) return;
    this.report(
      path,
      said(`'${id}' cannot name a ${what}.`, `“${id}”不能用作${zhNoun(what)}的编号。`),
      said(
        'Use small letters, digits and hyphens, such as first-response.',
        '请用小写字母、数字和连字符，如 first-response。',
      ),
    );
  }
}
