import type { Role } from './permissions.ts';

export interface NewKey {
  readonly role: Role;
  /** Whose it is or what for, for people: `CRM north`. */
  readonly label: string;
  /** Employee or system that acts with it; events name it as their actor. */
  readonly actorId?: string;
  /** Offices that its bearer holds beside the role, as packs name them: `general-manager`. */
  readonly offices?: readonly string[];
}

/** Who calls, once the secret was found. */
export interface KeyHolder extends NewKey {
  readonly keyId: string;
}

export interface KeyRecord extends KeyHolder {
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly revokedAt?: string;
}

export interface CreatedKey {
  readonly keyId: string;
  /** Shown here and never again: the ring keeps its hash. */
  readonly secret: string;
}

/**
 * API keys. What any process creates or revokes holds for every other one from its next request on.
 * Errors (LedgerError): `invalid-input`, `not-found` (revoking what is not there), `locked`, `unavailable` (no server answers), `storage`,
 * `corrupt`, `closed`.
 */
export interface KeyRing {
  create(key: NewKey): Promise<CreatedKey>;
  /** Every key there ever was, oldest first. */
  list(): Promise<readonly KeyRecord[]>;
  /** The key is refused from now on. `revoked` is false when it was revoked before. */
  revoke(keyId: string): Promise<{ readonly revoked: boolean }>;
  /** Undefined for whatever is no valid, unrevoked secret of this ring. */
  authenticate(secret: string): Promise<KeyHolder | undefined>;
  /** Whether there is a key that is not revoked. */
  hasKeys(): Promise<boolean>;
  /** The first admin key of a ring that never had one; undefined ever after, whatever became of it. */
  ensureFirstAdminKey(): Promise<CreatedKey | undefined>;
  close(): Promise<void>;
}
