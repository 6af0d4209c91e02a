import { createHmac, randomBytes } from 'node:crypto';
import type { BlobSealer } from '@complaint-ledger/vault';
import { encodeBody } from './held-body.ts';
import type { Held } from './quarantine.ts';

/** For what the vault seals these bytes. */
export const PURPOSE = 'quarantine';

/** A message as it lies in the quarantine. */
export interface SealedBody {
  readonly format: 'bytes' | 'json';
  readonly body: Uint8Array;
  /** Two equal messages are recognised without opening them; without the vault's key nobody can try messages out. */
  readonly fingerprint: Uint8Array;
}

/** A key for fingerprints, sealed: a quarantine makes one in its life. */
export const newFingerprintKey = (sealer: BlobSealer): Promise<Uint8Array> =>
  sealer.sealBytes(PURPOSE, randomBytes(32));

export const sealBody = async (
  sealer: BlobSealer,
  key: Uint8Array,
  { body, id, source }: Held,
): Promise<SealedBody> => {
  const { format, bytes } = encodeBody(body);
  const fingerprint = createHmac('sha256', key)
    .update(JSON.stringify([source ?? null, id ?? null]))
    .update('\n')
    .update(bytes)
    .digest();
  return { format, fingerprint, body: await sealer.sealBytes(PURPOSE, bytes) };
};
