import { LedgerError } from '@complaint-ledger/contracts';
import type { NewKey } from './key-ring.ts';
import { isRole, roles } from './permissions.ts';

/** The key that a ring without administrators starts with. */
export const FIRST_ADMIN: NewKey = { role: 'admin', label: 'first administrator' };

export const noSuchKey = (keyId: string): LedgerError =>
  new LedgerError('not-found', `There is no key "${keyId}"`, {
    path: 'keyId',
    hint: 'Give the id of a key, not its secret: ledger keys list',
  });

const isName = (text: unknown): boolean =>
  typeof text === 'string' && /^\P{Cc}{1,200}$/u.test(text) && text.trim() !== '';

const wrong = (path: string, message: string, hint: string): LedgerError =>
  new LedgerError('invalid-input', message, { path, hint });

const isOffice = (text: unknown): boolean => typeof text === 'string' && /^[\p{L}\p{N}_-]{1,200}$/u.test(text);

/** The key as rings keep it: offices once each, and none at all when it holds none. LedgerError `invalid-input`. */
export const checked = (key: NewKey): NewKey => {
  const { role, label, actorId, offices = [] } = key;
  if (!isRole(role)) throw wrong('role', `"${String(role)}" is no role`, `The roles are ${roles.join(', ')}.`);
  if (!isName(label)) throw wrong('label', 'A key needs a label', 'Say in up to 200 characters whose it is.');
  if (actorId !== undefined && !isName(actorId))
    throw wrong('actorId', 'This is no id of an actor', 'Give the id of an employee or system, or leave it out.');
  for (const office of offices) {
    // Packs name roles and offices in one list: an office of that name would be the role without its key.
    if (isRole(office)) throw wrong('offices', `"${office}" is a role and no office`, 'Make a key of that role.');
    if (!isOffice(office))
      throw wrong('offices', `"${office}" is no office`, 'Name it as the policy pack does: general-manager.');
  }
  const { offices: _, ...held } = key;
  return offices.length === 0 ? held : { ...held, offices: [...new Set(offices)] };
};
