import type { Permission } from '@complaint-ledger/contracts';

/** What a role may do; deny by default: what is not listed is refused (CONF-1). */
export const permissions = {
  /** A CRM or call centre: facts in, nothing out. */
  publisher: ['events:write'],
  /** Takes calls and complaints and handles cases, with the customer's data. */
  agent: ['events:write', 'cases:read', 'cases:write', 'personal:clear', 'personal:masked'],
  /** An agent who also grants extensions, waives penalties and reads the reports. */
  manager: [
    'events:write',
    'cases:read',
    'cases:write',
    'cases:approve',
    'reports:read',
    'history:read',
    'personal:clear',
    'personal:masked',
  ],
  /** Figures only; of customers nothing at all. */
  analyst: ['reports:read'],
  /** Reads everything that happened, customers masked; changes nothing. */
  auditor: ['cases:read', 'history:read', 'reports:read', 'personal:masked'],
  admin: [
    'events:write',
    'cases:read',
    'cases:write',
    'cases:approve',
    'reports:read',
    'history:read',
    'quarantine:read',
    'quarantine:write',
    'personal:clear',
    'personal:masked',
    'admin',
  ],
} as const satisfies Record<string, readonly Exclude<Permission, 'public'>[]>;

export type Role = keyof typeof permissions;

export const roles = Object.keys(permissions) as readonly Role[];

export const isRole = (text: string): text is Role => Object.hasOwn(permissions, text);

const granted: ReadonlyMap<Role, ReadonlySet<Permission>> = new Map(
  roles.map((role) => [role, new Set<Permission>(permissions[role])]),
);

/** Whether the role has the permission; `public` needs none. */
export const allows = (role: Role, permission: Permission): boolean =>
  permission === 'public' || granted.get(role)?.has(permission) === true;

/** How much of a person the role sees (CONF-1). */
export const personalView = (role: Role): 'clear' | 'masked' | 'none' =>
  allows(role, 'personal:clear') ? 'clear' : allows(role, 'personal:masked') ? 'masked' : 'none';

/** What a caller may decide as, for packs that name roles or offices: an administrator as any of them. */
export const authoritiesOf = (caller: {
  readonly role: Role;
  readonly offices?: readonly string[];
}): readonly string[] => (caller.role === 'admin' ? ['*'] : [caller.role, ...(caller.offices ?? [])]);
