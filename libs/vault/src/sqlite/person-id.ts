import { LedgerError, isUuid } from '@complaint-ledger/contracts';

/** A person's id as 16 bytes; `invalid-input` for what is no UUID. */
export const personIdBytes = (person: string, path = 'person'): Uint8Array => {
  if (isUuid(person)) return Buffer.from(person.replaceAll('-', ''), 'hex');
  throw new LedgerError('invalid-input', `"${person}" is no person of this vault`, {
    path,
    hint: 'Use an id that personFor gave.',
  });
};

export const personIdText = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
