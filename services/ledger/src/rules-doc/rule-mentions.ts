import { type RuleId, rulebook } from '@complaint-ledger/contracts';
import type { SourceFile } from './source-files.ts';

export const ruleIds = Object.keys(rulebook) as readonly RuleId[];

/** Rules that a text names, also as `XFER-1…3` and `FUP-*`. */
export const rulesIn = (text: string): ReadonlySet<RuleId> => {
  const found = new Set<RuleId>();
  for (const [, family = '', first = '', last = first] of text.matchAll(/\b([A-Z]+)-(?:(\d+)(?:…(\d+))?|\*)/g)) {
    for (const id of ruleIds) {
      const [of, number] = [id.replace(/-\d+$/, ''), Number(id.replace(/^\D+/, ''))];
      if (of === family && (first === '' || (number >= Number(first) && number <= Number(last)))) found.add(id);
    }
  }
  return found;
};

const isSpec = ({ path }: SourceFile): boolean => path.endsWith('.spec.ts');

/** Files that tell of rules and decide nothing: vocabularies, what checks and shows packs, this document. */
const telling =
  /^libs\/contracts\/|^libs\/policy\/src\/(pack\.ts$|check\/|schema\/)|\/(policy-show|policy-words|policy-diff|testing|bench)\//;
const thisDocument = /\/rules-doc\//;

export interface Test {
  readonly path: string;
  readonly name: string;
}

/** Names of tests and of groups of tests, as they are written. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\b(?:it|describe)|\))\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(([, , name = '']) =>
    name.replaceAll(/\\(.)/g, '$1'),
  );

export interface Mentions {
  /** Paths of files that decide by it, or count it. */
  readonly decided: readonly string[];
  readonly tests: readonly Test[];
}

/** Where each rule is decided and tested. */
export const ruleMentions = (files: readonly SourceFile[]): ReadonlyMap<RuleId, Mentions> => {
  const decided = new Map<RuleId, string[]>(ruleIds.map((id) => [id, []]));
  const tests = new Map<RuleId, Test[]>(ruleIds.map((id) => [id, []]));
  for (const file of files) {
    if (thisDocument.test(file.path)) continue;
    if (isSpec(file)) {
      for (const name of namesIn(file.text))
        for (const id of rulesIn(name)) tests.get(id)?.push({ path: file.path, name });
    } else if (!telling.test(file.path)) {
      for (const id of rulesIn(file.text)) decided.get(id)?.push(file.path);
    }
  }
  return new Map(ruleIds.map((id) => [id, { decided: decided.get(id) ?? [], tests: tests.get(id) ?? [] }]));
};
