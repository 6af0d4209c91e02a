import { isDeepStrictEqual } from 'node:util';
import type { PolicyPack } from '@complaint-ledger/policy';
import { conditionKey, isTree, normal } from './normal.ts';

/** One thing that two packs say differently; what one of them does not say is undefined. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Values that are read as a whole: names, conditions, who gets a matter. */
const isWhole = (value: unknown, path: readonly string[]): boolean =>
  (isTree(value) && 'zh-CN' in value && 'en' in value) ||
  path.at(-1) === 'when' ||
  path.at(-1) === 'answers' ||
  (path[0] === 'assignment' && path.length === 2) ||
  path.join('.') === 'calls.nuisance.warnAfter';

/** Sections and tables that are told entry by entry also where one of the packs has none of them. */
const openTables = new Set([
  'steps',
  'escalations',
  'topics',
  'fields',
  'offices',
  'pauses',
  'records',
  'targets',
  'reports',
  'extension',
  'extension.grounds',
  'compensation',
  'compensation.types',
  'compensation.authority',
  'followUp',
  'followUp.survey',
  'penalties',
  'penalties.damage',
  'penalties.damage.brackets',
  'calls',
  'calls.desks',
  'calls.nuisance',
  'calls.identity',
  'calls.identity.methods',
  'companyDays',
]);

const between = (before: unknown, after: unknown, path: readonly string[]): readonly Difference[] => {
  if (isDeepStrictEqual(before, after)) return [];
  const [one, other] = openTables.has(path.join('.')) ? [before ?? {}, after ?? {}] : [before, after];
  const walks = isTree(one) && isTree(other) && !isWhole(one, path) && !isWhole(other, path);
  if (!walks) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => between(one[key], other[key], [...path, key]));
};

/** The first rule that fits speaks: another order of the same rules is another assignment. */
const orders = (before: PolicyPack, after: PolicyPack): readonly Difference[] => {
  const [ours, theirs] = [before, after].map(({ assignment = [] }) => assignment.map(({ when }) => conditionKey(when)));
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
    const isLevel = path.length === 4 && path[0] === 'deadlines' && levels.has(path[3] ?? '');
    const table = (isLevel ? path.slice(0, 3) : path).join('.');
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
    between(normal(before, after), normal(after, before), []),
    new Set([...Object.keys(before.levels), ...Object.keys(after.levels)]),
  ),
  ...orders(before, after),
];
