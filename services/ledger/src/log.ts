import { LedgerError } from '@complaint-ledger/contracts';
import { spanIds } from '@complaint-ledger/telemetry';
import { type Logger, pino } from 'pino';
import type { LogLevel } from './config/configuration.ts';

interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ToldError;
}

/** Code, words and stack of an error; its details stay out, since they may quote what somebody sent. */
const toldError = (error: unknown): ToldError => {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  return {
    type: error.name,
    message: error.message,
    ...(error instanceof LedgerError && { code: error.code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause instanceof Error && { cause: toldError(error.cause) }),
  };
};

/**
 * The one logger: JSON lines on stderr with ids, codes and counts, with tracing on also with the span that they were written in; requests,
 * bodies and persons are never written.
 */
export const openLog = (level: LogLevel): Logger =>
  pino(
    {
      level,
      base: { name: 'ledger' },
      mixin: spanIds,
      serializers: { err: toldError, req: () => undefined, res: () => undefined },
    },
    pino.destination({ fd: 2, sync: true }),
  );
