import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const isInOrder = (value: JsonValue | undefined): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) return value.every(isInOrder);
  let before = '';
  for (const key of Object.keys(value)) {
    if (key < before || !isInOrder(value[key])) return false;
    before = key;
  }
  return true;
};

const inOrder = (value: JsonValue | undefined): JsonValue | undefined => {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => inOrder(item) ?? null);
  // Without a prototype, so that a key named __proto__ is a key like any other.
  const ordered = Object.create(null) as Record<string, JsonValue | undefined>;
  for (const key of Object.keys(value).sort()) ordered[key] = inOrder(value[key]);
  return ordered;
};

/** JSON text that does not depend on the order of keys, so that the same fields have the same bytes. */
export const canonicalJson = (value: JsonObject): string => JSON.stringify(isInOrder(value) ? value : inOrder(value));
