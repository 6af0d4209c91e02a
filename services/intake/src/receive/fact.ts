import { type JsonObject, type JsonValue, callIdOf } from '@complaint-ledger/contracts';
import type { Identifiers } from '@complaint-ledger/vault';
import { personField } from '../record/person-field.ts';
import { isBlank, objectIn } from '../record/told-item.ts';
import type { Message } from './message.ts';

/** A message divided into what stays readable and what is sealed under the person of the matter. */
export interface Divided {
  readonly clear: JsonObject;
  readonly personal: Readonly<Record<string, JsonValue>>;
}

type Fields = Record<string, JsonValue>;

/** A name longer or stranger than this may itself be personal and does not stay in clear. */
const FIELD_NAME = /^[\w-]{1,60}$/;

const HOLDER: ReadonlySet<string> = new Set(['department', 'group', 'person']);

/** What the schema does not check stays in clear only when it looks like a code. */
const isCode = (value: JsonValue): boolean => typeof value === 'string' && value.length <= 200;

const divideHolder = (name: string, holder: JsonObject, clear: Fields, personal: Fields): void => {
  const unit: Fields = {};
  const rest: Fields = {};
  for (const [key, value] of Object.entries(holder)) {
    if (value !== undefined) (HOLDER.has(key) ? unit : rest)[key] = value;
  }
  clear[name] = unit;
  if (Object.keys(rest).length > 0) personal[name] = rest;
};

/** The clear and the personal part; what a type does not declare as clear is personal, under its own name. */
export const divide = ({ told, source, data }: Message): Divided => {
  const clear: Fields = {};
  const personal: Fields = {};
  if (told.idField !== undefined) clear.externalId = data[told.idField] as string;
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined || name === told.idField) continue;
    if (!told.clear.has(name) || !(told.checked.has(name) || isCode(value))) personal[name] = value;
    else if (told.type === 'case.transferred' && (name === 'from' || name === 'to')) {
      divideHolder(name, objectIn(value), clear, personal);
    } else clear[name] = value;
  }
  if (told.type === 'complaint.filed' && typeof data.callId === 'string') {
    clear.callId = callIdOf(source, data.callId);
  }
  if (told.type === 'case.transferred') {
    const handover = objectIn(data.handover);
    clear.handover = Object.keys(handover)
      .filter((name) => FIELD_NAME.test(name) && !isBlank(handover[name]))
      .sort();
  }
  return { clear, personal };
};

/** What tells the person of a new matter from others; blank identifiers tell nobody. */
export const identifiersOf = ({ told, data, stream }: Message): Identifiers => {
  const person = objectIn(data[personField(told.type)]);
  const text = (name: 'account' | 'email' | 'idNumber' | 'phone'): Partial<Identifiers> => {
    const value = person[name];
    return typeof value === 'string' && value.trim() !== '' ? { [name]: value } : {};
  };
  return {
    ...text('phone'),
    ...text('idNumber'),
    ...text('account'),
    ...text('email'),
    fallback: stream,
    ...(told.message.expects === 'new' ? { subject: stream } : {}),
  };
};
