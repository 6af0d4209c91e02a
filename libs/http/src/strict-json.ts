import { LedgerError, type JsonValue } from '@complaint-ledger/contracts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON of UTF-8 bytes. LedgerError `invalid-input`. */
export const readStrictJson = (bytes: Buffer): JsonValue => {
  try {
    return JSON.parse(utf8.decode(bytes)) as JsonValue;
  } catch (cause) {
    throw new LedgerError('invalid-input', 'The body is not JSON.', { cause });
  }
};
