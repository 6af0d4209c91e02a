import { describe, expect, it } from '@jest/globals';
import { routes, type Permission } from '@complaint-ledger/contracts';
import { allows, authoritiesOf, isRole, permissions, personalView, roles } from './permissions.ts';

const all = permissions.admin;
const may = (role: (typeof roles)[number]): readonly Permission[] =>
  all.filter((permission) => allows(role, permission));

describe('permissions', () => {
  it('give a publisher nothing to read', () => {
    expect(may('publisher')).toEqual(['events:write']);
  });

  it('give an analyst figures, and of customers nothing (CONF-1)', () => {
    expect(may('analyst')).toEqual(['reports:read']);
    expect(personalView('analyst')).toBe('none');
  });

  it('let an auditor read masked, and write nothing', () => {
    expect(may('auditor').filter((permission) => /write|approve|admin/.test(permission))).toEqual([]);
    expect(may('auditor')).toEqual(expect.arrayContaining(['history:read', 'reports:read']));
    expect(personalView('auditor')).toBe('masked');
  });

  it('let only managers and admins approve and waive', () => {
    expect(roles.filter((role) => allows(role, 'cases:approve'))).toEqual(['manager', 'admin']);
  });

  it('let only admins see rejected messages, which hold personal data of anybody', () => {
    expect(roles.filter((role) => allows(role, 'quarantine:read') || allows(role, 'quarantine:write'))).toEqual([
      'admin',
    ]);
    expect(roles.filter((role) => allows(role, 'admin'))).toEqual(['admin']);
  });

  it('show customers to those who handle their cases', () => {
    expect(roles.map((role) => [role, personalView(role)])).toEqual([
      ['publisher', 'none'],
      ['agent', 'clear'],
      ['manager', 'clear'],
      ['analyst', 'none'],
      ['auditor', 'masked'],
      ['admin', 'clear'],
    ]);
  });

  it('let a manager do all that an agent may', () => {
    expect(may('manager')).toEqual(expect.arrayContaining([...may('agent')]));
  });

  it('let whoever holds an office decide as that and as the role, and an admin as anybody', () => {
    expect(authoritiesOf({ role: 'manager', offices: ['general-manager'] })).toEqual(['manager', 'general-manager']);
    expect(authoritiesOf({ role: 'agent' })).toEqual(['agent']);
    expect(authoritiesOf({ role: 'admin', offices: ['general-manager'] })).toEqual(['*']);
  });

  it('let everybody do what is public, and an admin reach every route', () => {
    expect(roles.every((role) => allows(role, 'public'))).toBe(true);
    expect(Object.values(routes).filter(({ permission }) => !allows('admin', permission))).toEqual([]);
  });

  it('know the roles, and nothing that only looks like one', () => {
    expect(isRole('auditor')).toBe(true);
    for (const text of ['', 'Admin', 'root', 'constructor', '__proto__']) expect(isRole(text)).toBe(false);
  });
});
