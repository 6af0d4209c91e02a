import { hash, randomBytes } from 'node:crypto';
import type { Role } from './permissions.ts';

/** A letter that tells people, and scanners for leaked secrets, what they found. It grants nothing. */
const LETTER: Readonly<Record<Role, string>> = {
  publisher: 'p',
  agent: 'g',
  manager: 'm',
  analyst: 'n',
  auditor: 'u',
  admin: 'a',
};

const SECRET = /^cl_[pgmnua]_[A-Za-z0-9_-]{43}$/;

/** `cl_<letter of the role>_<32 random bytes in base64url>` */
export const newSecret = (role: Role): string => `cl_${LETTER[role]}_${randomBytes(32).toString('base64url')}`;

/**
 * What the ring keeps and looks up, or undefined for what cannot be a secret.
 *
 * A plain SHA-256 is enough: 256 random bits leave nothing to guess, so a slow hash would only slow down the ledger. And
 * the look-up needs no constant-time comparison: its timing tells about the hash, which nobody can steer towards a
 * stored one without already knowing a secret of that hash.
 */
export const hashSecret = (secret: string): Uint8Array | undefined =>
  SECRET.test(secret) ? hash('sha256', secret, 'buffer') : undefined;
