import type { JsonValue } from '@complaint-ledger/contracts';
import { normalisePhone } from '../identity/phone.ts';
import type { PersonalFields } from '../vault.ts';

const HIDDEN = '＊＊＊';

const maskName = (name: string): string => {
  const first = Array.from(name.trim())[0];
  return first === undefined ? HIDDEN : `${first}＊＊`;
};

/** 138****0001, +44****3456, ****5678; a short number shows nothing. */
const maskPhone = (phone: string): string => {
  const number = normalisePhone(phone);
  if (number === undefined || number.length < 8) return HIDDEN;
  const start = number.length < 11 ? '' : number.slice(0, 3);
  return `${start}****${number.slice(-4)}`;
};

const maskNumber = (number: string): string => {
  const characters = Array.from(number.trim());
  return characters.length < 8 ? HIDDEN : `****${characters.slice(-4).join('')}`;
};

const maskEmail = (email: string): string => {
  const [, first, domain] = /^\s*(\S)[^\s@]+@([^\s@]+)\s*$/u.exec(email) ?? [];
  return first === undefined || domain === undefined ? HIDDEN : `${first}***@${domain}`;
};

const maskAddress = (address: string): string => {
  const characters = Array.from(address.trim());
  return characters.length <= 6 ? HIDDEN : `${characters.slice(0, 6).join('')}${HIDDEN}`;
};

/** What a field is, by the words in its name; the first that fits. Everything else is free text and hidden whole. */
const KINDS: readonly (readonly [words: RegExp, mask: (text: string) => string])[] = [
  [/e-?mail|邮箱/i, maskEmail],
  [/phone|mobile|cell|\btel|fax|手机|电话|号码/i, maskPhone],
  [/id_?-?(number|card|no)|identity|passport|account|card_?-?(number|no)|身份证|账号|账户|卡号/i, maskNumber],
  [/address|residence|地址|住址/i, maskAddress],
  [/name$|^(customer|caller|complainant)$|姓名|名字/i, maskName],
];

const maskValue = (value: JsonValue, name: string): JsonValue => {
  if (value === null || value === '') return value;
  if (typeof value === 'string') return (KINDS.find(([words]) => words.test(name))?.[1] ?? (() => HIDDEN))(value);
  if (typeof value !== 'object') return HIDDEN;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => maskValue(item, name));
  return maskFields(value as PersonalFields);
};

/**
 * The same fields, each shown so far that a colleague recognises it: 张＊＊, 138****0001, ****1234, a***@x.com,
 * 北京市海淀区＊＊＊. Decided by the name of the innermost field; numbers, yes/no and free text are hidden whole.
 */
export const maskFields = (fields: PersonalFields): PersonalFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maskValue(value, name)]));
