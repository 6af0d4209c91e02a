import type { Condition, PolicyPack } from './pack.ts';

/** What conditions ask of a matter; an absent value is one that nobody told. */
export interface Matter {
  readonly category?: string | undefined;
  readonly kind?: string | undefined;
  readonly channel?: string | undefined;
  readonly product?: string | undefined;
  readonly branch?: string | undefined;
  readonly level?: string | undefined;
  readonly topics?: readonly string[] | undefined;
  readonly customerGroup?: string | undefined;
  readonly receivingDepartment?: string | undefined;
  readonly outOfHours?: boolean | undefined;
  readonly keyCustomer?: boolean | undefined;
  readonly transferred?: boolean | undefined;
}

type Categories = NonNullable<PolicyPack['categories']>;

/** A category and those above it, the nearest first. */
export const categoryPath = (categories: Categories | undefined, category: string): readonly string[] => {
  const path = [category];
  for (;;) {
    const last = path.at(-1) ?? category;
    const above = categories !== undefined && Object.hasOwn(categories, last) ? categories[last]?.under : undefined;
    if (above === undefined || path.includes(above)) return path;
    path.push(above);
  }
};

/** What a condition says of a matter without a value. */
export const NONE = 'none';

const values = (name: keyof Condition, matter: Matter, categories: Categories | undefined): readonly string[] => {
  if (name === 'topic') return matter.topics ?? [];
  if (name === 'category') return matter.category === undefined ? [] : categoryPath(categories, matter.category);
  if (name === 'outOfHours' || name === 'keyCustomer' || name === 'transferred') return [String(matter[name] ?? false)];
  const value = matter[name];
  return value === undefined ? [] : [value];
};

/** Whether the matter fits every dimension that the condition names. */
export const fits = (condition: Condition, matter: Matter, categories: Categories | undefined): boolean =>
  (Object.entries(condition) as [keyof Condition, Condition[keyof Condition]][]).every(([name, wanted]) => {
    if (wanted === undefined) return true;
    const wants = Array.isArray(wanted) ? wanted : [String(wanted)];
    const has = values(name, matter, categories);
    return has.length === 0 ? wants.includes(NONE) : has.some((value) => wants.includes(value));
  });
