import { type ErrorCode, LedgerError } from '@complaint-ledger/contracts';
import { HttpException } from '@nestjs/common';

/** RFC 9457 problem document, as every error answer has it. */
export interface Problem {
  /** `urn:complaint-ledger:problem:` and the error code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** `urn:uuid:` of the request: the log names it too. */
  readonly instance: string;
  /** Place in the input, such as `data.level`. */
  readonly path?: string;
  /** Rule of the rulebook that spoke, such as `XFER-1`. */
  readonly rule?: string;
  readonly hint?: string;
  /** Where the message is kept that was refused. */
  readonly quarantineId?: string;
  /** Fields that a rule misses. */
  readonly missing?: readonly string[];
}

interface Kind {
  readonly status: number;
  readonly title: string;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
  /** Its words may name files of this machine: they are for the log. */
  readonly particulars?: 'kept';
}

export type ProblemCode = ErrorCode | 'method-not-allowed' | 'request' | 'internal';

const kinds: Readonly<Record<ProblemCode, Kind>> = {
  'invalid-input': { status: 422, title: 'The input does not fit' },
  'unsupported-media-type': { status: 415, title: 'This content type is not read here' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  unauthenticated: { status: 401, title: 'A key is needed' },
  forbidden: { status: 403, title: 'This key may not do that' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'It is already there with other content' },
  rule: { status: 409, title: 'A rule refuses this' },
  'wrong-revision': { status: 409, title: 'It has changed meanwhile' },
  'stream-exists': { status: 409, title: 'It is already there' },
  'stream-not-found': { status: 404, title: 'There is no such thing' },
  locked: { status: 503, title: 'Another process writes this ledger', retryAfter: 10, particulars: 'kept' },
  closed: { status: 503, title: 'The ledger is shutting down', retryAfter: 5, particulars: 'kept' },
  storage: {
    status: 503,
    title: 'It could not be stored; send it again with the same ids',
    retryAfter: 5,
    particulars: 'kept',
  },
  unavailable: {
    status: 503,
    title: 'A part that is needed does not answer; nothing was lost, send it again',
    retryAfter: 5,
    particulars: 'kept',
  },
  corrupt: { status: 500, title: 'Stored bytes do not match their hash', particulars: 'kept' },
  calendar: { status: 503, title: 'The calendar has no data for that year' },
  config: { status: 500, title: 'The configuration does not fit', particulars: 'kept' },
  'method-not-allowed': { status: 405, title: 'This path has other methods' },
  request: { status: 400, title: 'The request cannot be read' },
  internal: { status: 500, title: 'Something went wrong here' },
};

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** The caller is not at fault: the log must keep it. */
  readonly log: boolean;
}

interface Told {
  readonly code: ProblemCode;
  readonly status?: number;
  readonly detail: string;
  readonly path?: string;
  readonly rule?: string;
  readonly hint?: string;
  readonly quarantineId?: string;
  readonly missing?: readonly string[];
}

const LOGGED = 'The log of the server has the particulars, under the id in `instance`.';

const toldByLedger = (error: LedgerError): Told => {
  if (kinds[error.code].particulars === 'kept') return { code: error.code, detail: LOGGED };
  const { path, rule, hint, malformed, quarantineId, missing } = error.details;
  return {
    code: error.code,
    ...(malformed === true && { status: 400 }),
    detail: error.message,
    ...(path !== undefined && { path }),
    ...(rule !== undefined && { rule }),
    ...(hint !== undefined && { hint }),
    ...(typeof quarantineId === 'string' && { quarantineId }),
    ...(Array.isArray(missing) && { missing: missing.map(String) }),
  };
};

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;

/** What Fastify itself refuses, in the ledger's words. */
const toldByServer = (error: { code: string; statusCode?: number }, bodyLimit: number): Told => {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        code: 'payload-too-large',
        detail: `A request holds at most ${megabytes(bodyLimit)} (${bodyLimit} bytes).`,
        hint: 'Send several smaller batches, or use `ledger import` for a whole file.',
      };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'unsupported-media-type', detail: 'The Content-Type header is not a media type.' };
    case 'FST_ERR_BAD_URL':
      return { code: 'request', detail: 'The path is not a valid URL path.', hint: 'Percent-encode the ids in it.' };
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { code: 'request', status: 414, detail: 'An id in the path is longer than 400 characters.' };
    default:
      return { code: 'request', status: error.statusCode ?? 400, detail: 'The request does not arrive as announced.' };
  }
};

const isClientFault = (error: unknown): error is { code: string; statusCode: number } =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('FST_') &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode < 500;

const told = (error: unknown, bodyLimit: number): Told => {
  if (error instanceof LedgerError) return toldByLedger(error);
  if (isClientFault(error)) return toldByServer(error, bodyLimit);
  // Nest wraps what Fastify refuses.
  if (error instanceof HttpException && isClientFault(error.cause)) return toldByServer(error.cause, bodyLimit);
  if (error instanceof HttpException && error.getStatus() < 500) {
    return { code: 'request', status: error.getStatus(), detail: error.message };
  }
  return { code: 'internal', detail: LOGGED };
};

/** Any error as the answer that a caller gets (RFC 9457): what was wrong, where, what to do; never a stack. */
export const problemOf = (error: unknown, requestId: string, bodyLimit: number): ProblemAnswer => {
  const { code, status, detail, ...place } = told(error, bodyLimit);
  const kind = kinds[code];
  const answered = status ?? kind.status;
  return {
    problem: {
      type: `urn:complaint-ledger:problem:${code}`,
      title: kind.title,
      status: answered,
      detail,
      instance: `urn:uuid:${requestId}`,
      ...place,
    },
    headers: {
      ...(kind.retryAfter !== undefined && { 'retry-after': String(kind.retryAfter) }),
      ...(code === 'unauthenticated' && { 'www-authenticate': 'Bearer realm="complaint-ledger"' }),
    },
    log: answered >= 500,
  };
};

export const methodNotAllowed = (method: string, allowed: readonly string[], requestId: string): ProblemAnswer => ({
  problem: {
    type: 'urn:complaint-ledger:problem:method-not-allowed',
    title: kinds['method-not-allowed'].title,
    status: 405,
    detail: `${method} is not served here; ${allowed.join(', ')} ${allowed.length === 1 ? 'is' : 'are'}.`,
    instance: `urn:uuid:${requestId}`,
  },
  headers: { allow: allowed.join(', ') },
  log: false,
});
