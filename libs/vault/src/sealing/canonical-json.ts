import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';

const isSorted = (keys: readonly string[]): boolean => {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return false;
  return true;
};

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** The same value with its keys in order; the value itself when nothing has to change. */
const inOrder = (value: JsonValue): JsonValue => {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    const items = value.map(inOrder);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const keys = Object.keys(value);
  let same = isSorted(keys);
  // Without a prototype, so that a key named __proto__ is a key like any other.
  const ordered = Object.create(null) as Record<string, JsonValue | undefined>;
  for (const key of same ? keys : keys.sort()) {
    const before = value[key];
    const after = before === undefined ? undefined : inOrder(before);
    if (after !== before) same = false;
    ordered[key] = after;
  }
  return same ? value : ordered;
};

/** JSON text that does not depend on the order of keys, so that the same fields have the same bytes. */
export const canonicalJson = (value: JsonObject): string => JSON.stringify(inOrder(value));
