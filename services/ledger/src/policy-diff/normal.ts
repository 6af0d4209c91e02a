import { type Condition, type PolicyPack, type Within, isByDimension } from '@complaint-ledger/policy';

export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A condition as the key of a table: `category billing | delivery & kind fault`; what fits everything is `everything`. */
export const conditionKey = (when: Condition): string =>
  Object.entries(when)
    .map(([dimension, wanted]) => `${dimension} ${Array.isArray(wanted) ? wanted.join(' | ') : String(wanted)}`)
    .join(' & ') || 'everything';

/** A table by level, also where the pack has one value for all; by another dimension, the keys name it: `kind:inquiry`. */
const byValue = (within: Within, levels: readonly string[]): Tree => {
  if (typeof within === 'string') return Object.fromEntries(levels.map((level) => [level, within]));
  if (!isByDimension(within)) return within;
  const { by, table, otherwise } = within;
  const entries = Object.entries(table).map(([value, length]) => [`${by}:${value}`, length]);
  return Object.fromEntries([...entries, ...(otherwise === undefined ? [] : [[`${by}:`, otherwise]])]);
};

/** Entries that are a name and more: the name apart. */
const named = (entries: Tree | undefined): Tree | undefined =>
  entries &&
  Object.fromEntries(
    Object.entries(entries).map(([id, entry]) => {
      if (!isTree(entry)) return [id, entry];
      const { 'zh-CN': zh, en, ...rest } = entry;
      return [id, { name: { 'zh-CN': zh, en }, ...rest }];
    }),
  );

/** Lists in which every entry has a condition of its own. */
const keyed = <T>(list: readonly T[] | undefined, when: (item: T) => Condition, value: (item: T) => unknown): Tree =>
  Object.fromEntries((list ?? []).map((item) => [conditionKey(when(item)), value(item)]));

const itself = (when: Condition): Condition => when;
const yes = (): true => true;

const deadlinesOf = ({ deadlines, levels }: PolicyPack, others: PolicyPack['deadlines']): Tree => {
  const names = Object.keys(levels);
  return Object.fromEntries(
    Object.entries(deadlines).map(([id, rule]) => {
      const other = Object.hasOwn(others, id) ? others[id] : undefined;
      // What both packs say once, for all levels, is told once, whatever their levels are.
      const told = (ours: Within, theirs: Within | undefined): unknown =>
        typeof ours === 'string' && typeof theirs === 'string' ? ours : byValue(ours, names);
      const penalty = rule.penalty === undefined ? {} : { penalty: told(rule.penalty, other?.penalty) };
      return [id, { ...rule, within: told(rule.within, other?.within), ...penalty }];
    }),
  );
};

const penaltiesOf = ({ penalties }: PolicyPack): Tree | undefined => {
  if (penalties?.damage === undefined) return penalties;
  const { of, brackets } = penalties.damage;
  const byLoss = brackets.map(({ upTo = 'any', ...shares }) => [upTo, shares]);
  return { ...penalties, damage: { of, brackets: Object.fromEntries(byLoss) } };
};

const without = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined));

/** The pack with one way to say a thing, without what it is called and where it comes from; `other` is what it is compared with. */
export const normal = (whole: PolicyPack, other: PolicyPack): Tree => {
  const { id: _, version: __, extends: ___, ...pack } = whole;
  const { transfer, extension } = pack;
  return without({
    ...pack,
    categories: named(pack.categories),
    departments: named(pack.departments),
    topics: named(pack.topics),
    fields: named(pack.fields),
    steps: named(pack.steps),
    outcomes: named(pack.outcomes),
    deadlines: deadlinesOf(whole, other.deadlines),
    penalties: penaltiesOf(whole),
    transfer: { ...transfer, keeps: keyed(transfer.keeps, itself, yes) },
    extension: extension && without({ ...extension, grounds: named(extension.grounds) }),
    assignment: keyed(
      pack.assignment,
      ({ when }) => when,
      ({ to }) => to,
    ),
    headHandles: keyed(pack.headHandles, itself, yes),
    confidential: keyed(
      pack.confidential,
      ({ when }) => when,
      ({ seenBy }) => seenBy,
    ),
    duty: Object.fromEntries((pack.duty ?? []).map((entry) => [JSON.stringify(entry), true])),
  });
};

/** Every condition that a pack names, to find one by its key again. */
export const conditionsOf = (pack: PolicyPack): readonly Condition[] => [
  ...(pack.assignment ?? []).map(({ when }) => when),
  ...(pack.confidential ?? []).map(({ when }) => when),
  ...(pack.headHandles ?? []),
  ...(pack.transfer.keeps ?? []),
];
