import { isLedgerError } from '@complaint-ledger/contracts';

/**
 * Reads, and once more when the server does not answer: a connection that was ended (a node that restarts, a proxy, a limit of HTTP/2) fails
 * whatever is under way on it, and the next read has a new one.
 */
export const onceMore = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    if (!isLedgerError(error, 'unavailable')) throw error;
    return read();
  }
};
