import type { Identifiers } from '../vault.ts';
import { normalisePhone } from './phone.ts';

export interface Identifier {
  readonly kind: keyof Identifiers;
  readonly value: string;
}

const MASKED = /\*{2,}/;

/** Undefined for what is empty or was masked by the source: half a number would join strangers. */
const present = (value: string): string | undefined => (value === '' || MASKED.test(value) ? undefined : value);

const withoutSpace = (text: string): string | undefined => present(text.normalize('NFKC').replace(/\s/g, ''));

/** The identifier that decides whose data it is: phone, id number, account, e-mail, in this order, else the fallback. */
export const decidingIdentifier = (identifiers: Identifiers): Identifier => {
  const { phone, idNumber, account, email, fallback } = identifiers;
  const byPhone = phone === undefined ? undefined : normalisePhone(phone);
  if (byPhone !== undefined) return { kind: 'phone', value: byPhone };
  const byIdNumber = idNumber === undefined ? undefined : withoutSpace(idNumber.replaceAll('-', ''))?.toUpperCase();
  if (byIdNumber !== undefined) return { kind: 'idNumber', value: byIdNumber };
  const byAccount = account === undefined ? undefined : withoutSpace(account);
  if (byAccount !== undefined) return { kind: 'account', value: byAccount };
  const byEmail = email === undefined ? undefined : withoutSpace(email)?.toLowerCase();
  if (byEmail !== undefined) return { kind: 'email', value: byEmail };
  return { kind: 'fallback', value: fallback };
};

/** What a text may be: a phone, an id number, an account, an e-mail address. */
export const identifiersIn = (text: string): readonly Identifier[] =>
  (['phone', 'idNumber', 'account', 'email'] as const).flatMap((kind) => {
    const identifier = decidingIdentifier({ [kind]: text, fallback: '' });
    return identifier.kind === kind ? [identifier] : [];
  });
