import { isDeepStrictEqual } from 'node:util';
import { type Sentence, said } from '@complaint-ledger/contracts';
import { type Dimension, dimensionsOf, wordsOf } from './check/conditions.ts';
import { categoryPath } from './condition.ts';
import type { AssignmentRule, PolicyPack } from './pack.ts';
import type { Problem } from './yaml/problem.ts';
import type { Path, PlacedYaml } from './yaml/read-yaml.ts';

/** Whether the reports have such a figure; what tells packs apart from reports does not know them. */
export type KnowsMeasure = (measure: string) => boolean;

/**
 * What is no fault, but may surprise an author: where the order of the assignment rules decides, and figures that no report has.
 */
export const packNotes = (
  pack: PolicyPack,
  document: PlacedYaml,
  knows: KnowsMeasure = () => true,
): readonly Problem[] => [...orderNotes(pack, document), ...measureNotes(pack, document, knows)];

const measureNotes = (
  { targets = {}, reports = {} }: PolicyPack,
  document: PlacedYaml,
  knows: KnowsMeasure,
): readonly Problem[] => {
  const named: readonly (readonly [string, Path])[] = [
    ...Object.keys(targets).map((measure) => [measure, ['targets', measure]] as const),
    ...Object.entries(reports).flatMap(([kind, { measures = [] }]) =>
      measures.map((measure, index) => [measure, ['reports', kind, 'measures', index]] as const),
    ),
  ];
  return named
    .filter(([measure]) => !knows(measure))
    .map(([measure, path]) =>
      document.problem(path, said(`No report has a figure '${measure}'.`, `没有报表含指标“${measure}”。`)),
    );
};

const orderNotes = (pack: PolicyPack, document: PlacedYaml): readonly Problem[] => {
  const rules = pack.assignment ?? [];
  const groups = new Map<string, { readonly first: Set<number>; readonly later: Set<number> }>();
  for (const [later, other] of rules.entries()) {
    for (const [first, rule] of rules.slice(0, later).entries()) {
      if (!mayMeet(pack, rule, other)) continue;
      const key = `${named(rule)}>${named(other)}`;
      const group = groups.get(key) ?? { first: new Set(), later: new Set() };
      group.first.add(first);
      group.later.add(later);
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, { first, later }]) => {
    const [before = '', after = ''] = key.split('>');
    const [at = 0] = first;
    return document.problem(
      ['assignment', at, 'when'],
      orderNote(before, placesOf(document, first), after, placesOf(document, later)),
    );
  });
};

const named = ({ when }: AssignmentRule): string => dimensionsOf(when).join(' and ');

const orderNote = (before: string, first: Sentence, after: string, later: Sentence): Sentence => {
  const zh = (dimensions: string): string => dimensions.replaceAll(' and ', '、');
  return said(
    `Rules by ${before} (${first.en}) speak before rules by ${after} (${later.en}): a matter that fits both goes by its ${before}.`,
    `按 ${zh(before)} 的规则（${first['zh-CN']}）先于按 ${zh(after)} 的规则（${later['zh-CN']}）：两者都符合的事项按 ${zh(before)} 处理。`,
  );
};

/** So many lines are named of each side. */
const MOST_LINES = 3;

const placesOf = (document: PlacedYaml, indices: ReadonlySet<number>): Sentence => {
  const lines = [...indices].map((index) => document.placeOf(['assignment', index, 'when']).line);
  const [shown, more] = [lines.slice(0, MOST_LINES), lines.length - MOST_LINES];
  return said(
    shown.map((line) => `line ${line}`).join(', ') + (more > 0 ? ` and ${more} more` : ''),
    `第 ${shown.join('、')} 行${more > 0 ? `等 ${lines.length} 处` : ''}`,
  );
};

/** Rules for different holders, each by something that the other does not ask about, which one matter may fit both. */
const mayMeet = (pack: PolicyPack, one: AssignmentRule, other: AssignmentRule): boolean => {
  const [ours, theirs] = [dimensionsOf(one.when), dimensionsOf(other.when)];
  const apart = (some: readonly Dimension[], rest: readonly Dimension[]) => some.some((each) => !rest.includes(each));
  return (
    apart(ours, theirs) &&
    apart(theirs, ours) &&
    !isDeepStrictEqual(one.to, other.to) &&
    ours.filter((dimension) => theirs.includes(dimension)).every((dimension) => share(pack, dimension, one, other))
  );
};

const share = (pack: PolicyPack, dimension: Dimension, one: AssignmentRule, other: AssignmentRule): boolean => {
  const wide = (word: string) => (dimension === 'category' ? categoryPath(pack.categories, word) : [word]);
  const [ours, theirs] = [wordsOf(one.when, dimension), wordsOf(other.when, dimension)];
  return (
    ours.some((word) => wide(word).some((each) => theirs.includes(each))) ||
    theirs.some((word) => wide(word).some((each) => ours.includes(each)))
  );
};
