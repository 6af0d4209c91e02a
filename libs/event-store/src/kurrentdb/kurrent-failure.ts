import { LedgerError, isLedgerError } from '@complaint-ledger/contracts';

/** Names of the client's errors after which nothing was read or written, or nobody knows. */
const unreachable: ReadonlySet<string> = new Set([
  'UnavailableError',
  'DeadlineExceededError',
  'CancelledError',
  'NotLeaderError',
  'DiscoveryFailed',
  'TimeoutError',
  'ConnectionError',
]);

const nameOf = (error: Error): string => ('type' in error ? `${String(error.type)} ${error.name}` : error.name);

/**
 * What the client threw, in the ledger's words. Errors: `storage` (appending: the outcome is unknown, retry with the same ids),
 * `unavailable` (reading: nothing was lost), `config` (the server refuses the user).
 */
export const kurrentFailure = (error: unknown, doing: 'append' | 'read'): unknown => {
  if (isLedgerError(error) || !(error instanceof Error)) return error;
  const name = nameOf(error);
  if (/AccessDenied|Unauthenticated|access-denied/i.test(name))
    return new LedgerError('config', `KurrentDB refuses this user: ${error.message}`, {
      hint: 'The user must be allowed to read $all and to append to the streams of the ledger.',
      cause: error,
    });
  if (doing === 'append')
    return new LedgerError('storage', `KurrentDB did not confirm the append: ${error.message}`, {
      hint: 'Whether it was written is unknown: repeat it with the same ids.',
      cause: error,
    });
  const isAway =
    [...unreachable].some((each) => name.includes(each)) || /unavailable|refused|deadline/i.test(error.message);
  return new LedgerError(isAway ? 'unavailable' : 'storage', `KurrentDB does not answer: ${error.message}`, {
    hint: 'Check that it runs and can be reached from here; the same work may be repeated.',
    cause: error,
  });
};
