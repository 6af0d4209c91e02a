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

  report(path: Path, message: string, hint?: string): void {
    this.problems.push(this.#document.problem(path, message, hint));
  }

  /** Stands in a file that the pack extends: with words that the pack has taken away, it falls away itself. */
  isInherited(path: Path): boolean {
    return this.#document.problem(path, '').file !== this.#document.problem([], '').file;
  }

  /** `line 12`, or `line 12 of base.yaml` when it stands in another file than what lies at `from`. */
  lineOf(path: Path, from: Path): string {
    const [there, here] = [this.#document.problem(path, ''), this.#document.problem(from, '')];
    return `line ${there.line}${there.file === here.file ? '' : ` of ${there.file}`}`;
  }

  /** Words of a vocabulary; undefined when any word is taken. */
  known(vocabulary: Vocabulary): readonly string[] | undefined {
    const words = this.pack[vocabulary];
    return words === undefined ? (open.has(vocabulary) ? undefined : []) : Object.keys(words);
  }

  /** `what`: as a sentence calls a word of the vocabulary. */
  expect(what: string, vocabulary: Vocabulary, word: string, path: Path): void {
    const known = this.known(vocabulary);
    if (known !== undefined) this.expectOneOf(what, word, known, path, `Add ${vocabulary}: { ${word}: … }.`);
  }

  expectOneOf(what: string, word: string, known: readonly string[], path: Path, add = 'Leave it out.'): void {
    if (known.includes(word)) return;
    this.report(path, `There is no ${what} '${word}' in this pack.`, known.length === 0 ? add : oneOf(word, known));
  }

  expectAll(what: string, vocabulary: Vocabulary, words: readonly string[] | undefined, path: Path): void {
    for (const [index, word] of (words ?? []).entries()) this.expect(what, vocabulary, word, [...path, index]);
  }

  /** Who decides or sees: roles of API keys and offices of the pack. */
  expectAuthorities(words: readonly string[] | undefined, path: Path): void {
    for (const [index, word] of (words ?? []).entries()) this.expectAuthority(word, [...path, index]);
  }

  expectAuthority(word: string, path: Path): void {
    const offices = this.known('offices') ?? [];
    if (offices.includes(word) || ROLES.includes(word)) return;
    this.report(
      path,
      `'${word}' is neither an office of this pack nor a role.`,
      `${oneOf(word, [...offices, ...ROLES])} A new office is written offices: { ${word}: { zh-CN: …, en: … } }.`,
    );
  }

  /** Ids that stand in events and reports. */
  expectId(what: string, id: string, path: Path): void {
    if (/^[a-z][a-z0-9-]*$/.test(id)) return;
    this.report(
      path,
      `'${id}' cannot name a ${what}.`,
      'Use small letters, digits and hyphens, such as first-response.',
    );
  }
}
