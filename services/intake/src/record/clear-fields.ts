import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';
import { objectIn } from './told-item.ts';

type Field = NonNullable<PolicyPack['fields']>[string];

/** Longer than this, or with a line break in it, it is a text and no code. */
const CODE = /^[^\p{Cc}]{1,40}$/u;

const staysClear = ({ clear, values }: Field, text: string): boolean =>
  clear === true && (values === undefined ? CODE.test(text) : Object.hasOwn(values, text));

/** Fields of the pack's own, divided (CALL-13): what the pack lets stay in clear, and the rest, which is sealed. */
export const divideFields = (
  value: JsonValue | undefined,
  { fields = {} }: PolicyPack,
): { readonly clear: Readonly<Record<string, string>>; readonly rest: JsonObject } => {
  const clear: Record<string, string> = {};
  const rest: Record<string, JsonValue> = {};
  for (const [name, told] of Object.entries(objectIn(value))) {
    if (told === undefined) continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const text = typeof told === 'object' ? '' : String(told).trim();
    if (field !== undefined && staysClear(field, text)) clear[name] = text;
    else rest[name] = told;
  }
  return { clear, rest };
};
