import { hash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

/** A new time-ordered id (RFC 9562, version 7). */
export const newId = (): string => uuidv7();

/**
 * The id of something that came from outside, the same for every delivery of it:
 * RFC 9562 version 8 over SHA-256 of `kind`, `source` and `externalId`.
 */
export const derivedId = (kind: string, source: string, externalId: string): string => {
  const digest = hash('sha256', `${kind}\n${source}\n${externalId}`, 'hex');
  const variant = ((Number.parseInt(digest[16] as string, 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

/** The ledger's id of a complaint and of its case, from the source and the source's own id. */
export const complaintIdOf = (source: string, externalId: string): string => derivedId('matter', source, externalId);

/** The ledger's id of a call and of its case; sources number calls and complaints apart, so that the same number is two things. */
export const callIdOf = (source: string, externalId: string): string => derivedId('call', source, externalId);

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

/** Number of buckets a log is divided into; part of the stored format. */
export const BUCKETS = 64;

/** Bucket of a case, 0..63: FNV-1a of its id. */
export const bucketOf = (caseId: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < caseId.length; i++) h = Math.imul(h ^ caseId.charCodeAt(i), 0x01000193);
  return (h >>> 0) % BUCKETS;
};
