import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';

/** The object at that place; an empty one when there is none. */
export const objectAt = (value: JsonValue | undefined, ...path: readonly string[]): JsonObject => {
  let at: JsonValue | undefined = value;
  for (const name of path) at = isObject(at) ? at[name] : undefined;
  return isObject(at) ? at : {};
};

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectsIn = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];

/** An id as text, however it is written: 5158 and "5158" are the same; null, "" and 0 are nobody's. */
export const idText = (value: JsonValue | undefined): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return text === '' || text === '0' ? undefined : text;
};

export const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Epoch seconds, or milliseconds where the number can only be those, as RFC 3339; 0 and nothing say nothing. */
export const epochTime = (value: JsonValue | undefined): string | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined;
  // 10^11 seconds are the year 5138, 10^11 milliseconds 1973.
  const time = new Date(number < 1e11 ? number * 1000 : number);
  return time.toISOString().replace('.000Z', 'Z');
};

/** Only the fields that say something. */
export const told = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(isObject(value) && Object.keys(value).length === 0),
    ),
  );
