import { isDeepStrictEqual } from 'node:util';
import type { AssignmentRule, PolicyPack } from '@complaint-ledger/policy';

/** One thing that two packs say differently; what one of them does not say is undefined. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values that are read as a whole. */
const isWords = (value: unknown): boolean => isTree(value) && 'zh-CN' in value && 'en' in value;

const between = (before: unknown, after: unknown, path: readonly string[]): readonly Difference[] => {
  if (isDeepStrictEqual(before, after)) return [];
  const walks = isTree(before) && isTree(after) && !isWords(before) && !isWords(after);
  if (!walks) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => between(before[key], after[key], [...path, key]));
};

/** A table by level, also where the pack has one value for all: `30min` and `{ major: 30min, … }` say the same. */
const byLevel = (value: unknown, levels: readonly string[]): unknown =>
  typeof value === 'string' ? Object.fromEntries(levels.map((level) => [level, value])) : value;

/** `category billing, delivery`; what fits everything is `everything`. */
const conditionOf = ({ when }: AssignmentRule): string =>
  Object.entries(when)
    .map(([dimension, wanted]) => `${dimension} ${Array.isArray(wanted) ? wanted.join(' | ') : String(wanted)}`)
    .join(' & ') || 'everything';

/** The pack with one way to say a thing, without what it is called and where it comes from. */
const normal = ({ id: _, version: __, extends: ___, assignment = [], ...pack }: PolicyPack): Tree => {
  const levels = Object.keys(pack.levels);
  const deadlines = Object.entries(pack.deadlines).map(([id, rule]) => {
    const penalty = rule.penalty === undefined ? {} : { penalty: byLevel(rule.penalty, levels) };
    return [id, { ...rule, within: byLevel(rule.within, levels), ...penalty }];
  });
  const proposals = assignment.map((rule) => [conditionOf(rule), Object.values(rule.to).join(' / ')]);
  return { ...pack, deadlines: Object.fromEntries(deadlines), assignment: Object.fromEntries(proposals) };
};

/** The first rule that fits speaks: another order of the same rules is another assignment. */
const orders = (before: PolicyPack, after: PolicyPack): readonly Difference[] => {
  const [ours, theirs] = [before, after].map(({ assignment = [] }) => assignment.map(conditionOf));
  if (ours === undefined || theirs === undefined) return [];
  const was = ours.filter((condition) => theirs.includes(condition));
  const is = theirs.filter((condition) => ours.includes(condition));
  return isDeepStrictEqual(was, is) ? [] : [{ path: ['assignment', 'order'], before: was, after: is }];
};

/** What changes alike for every level is one difference. */
const forEveryLevel = (found: readonly Difference[], levels: ReadonlySet<string>): readonly Difference[] => {
  const byTable = new Map<string, Difference[]>();
  for (const difference of found) {
    const { path } = difference;
    const table = (path.length === 4 && path[0] === 'deadlines' ? path.slice(0, 3) : path).join('.');
    byTable.set(table, [...(byTable.get(table) ?? []), difference]);
  }
  return [...byTable.values()].flatMap((group) => {
    const [first] = group;
    const alike =
      first !== undefined &&
      group.length > 1 &&
      group.length === levels.size &&
      group.every(({ before, after }) => before === first.before && after === first.after);
    return alike ? [{ ...first, path: first.path.slice(0, 3) }] : group;
  });
};

/** What differs between two packs, in the order of the first; nothing when they have the same rules. */
export const differences = (before: PolicyPack, after: PolicyPack): readonly Difference[] => [
  ...forEveryLevel(
    between(normal(before), normal(after), []),
    new Set([...Object.keys(before.levels), ...Object.keys(after.levels)]),
  ),
  ...orders(before, after),
];
