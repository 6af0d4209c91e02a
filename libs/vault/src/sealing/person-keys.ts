import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
import type { PersonalFields } from '../vault.ts';
import { canonicalJson } from './canonical-json.ts';

const CIPHER = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/** Key objects, not bytes: OpenSSL takes them over three times faster. */
export interface PersonKeys {
  readonly cipher: KeyObject;
  readonly iv: KeyObject;
}

/** The keys of one person, from the root key, the person's salt and id (16 bytes). Without the salt there are none. */
export const derivePersonKeys = (root: KeyObject, salt: Uint8Array, id: Uint8Array): PersonKeys => {
  const key = createHmac('sha256', root).update(salt).update(id).digest();
  const cipher = createSecretKey(key);
  return { cipher, iv: createSecretKey(createHmac('sha256', cipher).update('iv').digest()) };
};

/**
 * base64url of iv ‖ tag ‖ ciphertext, AAD `person|event`. The IV is a MAC over everything that goes in (as in RFC 8452,
 * section 1): equal input gives equal bytes, other input never the same IV.
 */
export const sealFields = (keys: PersonKeys, person: string, eventId: string, fields: PersonalFields): string => {
  const aad = `${person}|${eventId}`;
  const text = canonicalJson(fields);
  const iv = createHmac('sha256', keys.iv).update(`${aad}\n${text}`).digest().subarray(0, IV);
  const cipher = createCipheriv(CIPHER, keys.cipher, iv);
  cipher.setAAD(Buffer.from(aad));
  const ciphertext = cipher.update(text, 'utf8');
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext], IV + TAG + ciphertext.length).toString('base64url');
};

export const openFields = (keys: PersonKeys, person: string, eventId: string, blob: string): PersonalFields => {
  const bytes = Buffer.from(blob, 'base64url');
  try {
    // Decoding skips what is not base64url: such a blob is not what was sealed.
    if (bytes.toString('base64url') !== blob) throw new Error('not base64url');
    const decipher = createDecipheriv(CIPHER, keys.cipher, bytes.subarray(0, IV));
    decipher.setAAD(Buffer.from(`${person}|${eventId}`));
    decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
    const text = decipher.update(bytes.subarray(IV + TAG), undefined, 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as PersonalFields;
  } catch (cause) {
    throw new LedgerError('corrupt', `The sealed fields of event ${eventId} are not what was sealed`, {
      path: `event ${eventId}, person ${person}`,
      hint: 'Run "ledger verify": the stored event was changed, or the blob belongs to another event.',
      cause,
    });
  }
};
