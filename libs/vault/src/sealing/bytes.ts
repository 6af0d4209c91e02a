import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** Bytes of an IV. */
export const IV = 12;
const TAG = 16;

/** iv ‖ tag ‖ ciphertext, AES-256-GCM. An IV that is given must never come twice with other input under the same key. */
export const encryptBytes = (key: KeyObject, aad: string, bytes: Uint8Array, iv = randomBytes(IV)): Buffer => {
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(Buffer.from(aad));
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
};

/** Throws a plain error when the bytes do not authenticate; the caller knows what that means. */
export const decryptBytes = (key: KeyObject, aad: string, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(IV + TAG)), decipher.final()]);
};
