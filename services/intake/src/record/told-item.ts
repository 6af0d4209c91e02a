import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';
import type { Message } from '../receive/message.ts';
import { personField } from './person-field.ts';

/** Fields by which the person of a record can be reached. */
const CONTACT = ['phone', 'email', 'address'];

export const objectIn = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const own = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** Nothing told: absent, white space only, or a list or object of such. */
export const isBlank = (value: JsonValue | undefined): boolean => {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.values(value).every(isBlank);
};

/**
 * What a record says under the name of an item (FILE-2): `fault.what`, a field of the pack's own, of the person (`phone`; `contact`
 * is any way to reach them), or of the message itself. Undefined when it says nothing.
 */
export const toldItem = (item: string, { told, data }: Message, pack: PolicyPack): JsonValue | undefined => {
  const person = objectIn(data[personField(told.type)]);
  const fields = objectIn(data['fields']);
  const dot = item.indexOf('.');
  if (dot > 0) {
    const [outer, inner] = [item.slice(0, dot), item.slice(dot + 1)];
    const inside = outer === 'caller' || outer === 'complainant' ? person : objectIn(own(data, outer));
    return own(inside, inner);
  }
  if (item === 'contact') return CONTACT.map((name) => own(person, name)).find((value) => !isBlank(value));
  if (item === 'caller' || item === 'complainant') return person;
  const places = Object.hasOwn(pack.fields ?? {}, item) ? [fields, data, person] : [data, person, fields];
  return places.map((place) => own(place, item)).find((value) => !isBlank(value));
};
