import { type ErrorCode, LedgerError, type Sentence, inBoth, ruleSentence, said } from '@complaint-ledger/contracts';
import { HttpException } from '@nestjs/common';
import type { Language } from './accepted-language.ts';

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
  /** The rule in a sentence, in the reader's language. */
  readonly ruleText?: string;
  readonly hint?: string;
  /** Where the message is kept that was refused. */
  readonly quarantineId?: string;
  /** Fields that a rule misses. */
  readonly missing?: readonly string[];
}

interface Kind {
  readonly status: number;
  readonly title: Sentence;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
  /** Its words may name files of this machine: they are for the log. */
  readonly particulars?: 'kept';
}

export type ProblemCode = ErrorCode | 'method-not-allowed' | 'request' | 'internal';

const words = (zh: string, en: string): Sentence => ({ 'zh-CN': zh, en });

const kinds: Readonly<Record<ProblemCode, Kind>> = {
  'invalid-input': { status: 422, title: words('输入内容有误', 'The input does not fit') },
  'unsupported-media-type': { status: 415, title: words('不支持此内容类型', 'This content type is not read here') },
  'payload-too-large': { status: 413, title: words('请求过大', 'The request is too large') },
  unauthenticated: { status: 401, title: words('需要密钥', 'A key is needed') },
  forbidden: { status: 403, title: words('此密钥无权这样做', 'This key may not do that') },
  'not-found': { status: 404, title: words('没有找到', 'There is no such thing') },
  conflict: { status: 409, title: words('已存在且内容不同', 'It is already there with other content') },
  rule: { status: 409, title: words('规则不允许', 'A rule refuses this') },
  'wrong-revision': { status: 409, title: words('内容已被更改', 'It has changed meanwhile') },
  'stream-exists': { status: 409, title: words('已经存在', 'It is already there') },
  'stream-not-found': { status: 404, title: words('没有找到', 'There is no such thing') },
  locked: {
    status: 503,
    title: words('账本正被另一进程写入', 'Another process writes this ledger'),
    retryAfter: 10,
    particulars: 'kept',
  },
  closed: {
    status: 503,
    title: words('账本正在关闭', 'The ledger is shutting down'),
    retryAfter: 5,
    particulars: 'kept',
  },
  storage: {
    status: 503,
    title: words('未能保存；请用相同的编号重新发送', 'It could not be stored; send it again with the same ids'),
    retryAfter: 5,
    particulars: 'kept',
  },
  unavailable: {
    status: 503,
    title: words(
      '所需的部件没有响应；内容没有丢失，请重新发送',
      'A part that is needed does not answer; nothing was lost, send it again',
    ),
    retryAfter: 5,
    particulars: 'kept',
  },
  corrupt: {
    status: 500,
    title: words('存储内容与其哈希不符', 'Stored bytes do not match their hash'),
    particulars: 'kept',
  },
  calendar: { status: 503, title: words('日历缺少该年度的数据', 'The calendar has no data for that year') },
  config: { status: 500, title: words('配置有误', 'The configuration does not fit'), particulars: 'kept' },
  'method-not-allowed': { status: 405, title: words('此路径不支持该方法', 'This path has other methods') },
  request: { status: 400, title: words('请求无法读取', 'The request cannot be read') },
  internal: { status: 500, title: words('服务器出错', 'Something went wrong here') },
};

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** The caller is not at fault: the log must keep it. */
  readonly log: boolean;
}

interface Answer {
  readonly code: ProblemCode;
  readonly status?: number;
  readonly detail: Sentence;
  readonly path?: string;
  readonly rule?: string;
  readonly hint?: Sentence;
  readonly quarantineId?: string;
  readonly missing?: readonly string[];
}

const LOGGED = said(
  'The log of the server has the particulars, under the id in `instance`.',
  '详情记在服务器日志中，编号见 `instance`。',
);

const toldByLedger = (error: LedgerError): Answer => {
  if (kinds[error.code].particulars === 'kept') return { code: error.code, detail: LOGGED };
  const { path, rule, malformed, quarantineId, missing } = error.details;
  const hint = inBoth(error, 'hint');
  return {
    code: error.code,
    ...(malformed === true && { status: 400 }),
    detail: inBoth(error, 'message') ?? said(error.message, error.message),
    ...(path !== undefined && { path }),
    ...(rule !== undefined && { rule }),
    ...(hint !== undefined && { hint }),
    ...(typeof quarantineId === 'string' && { quarantineId }),
    ...(Array.isArray(missing) && { missing: missing.map(String) }),
  };
};

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;

/** What Fastify itself refuses, in the ledger's words. */
const toldByServer = (error: { code: string; statusCode?: number }, bodyLimit: number): Answer => {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        code: 'payload-too-large',
        detail: said(
          `A request holds at most ${megabytes(bodyLimit)} (${bodyLimit} bytes).`,
          `一次请求最多 ${megabytes(bodyLimit)}（${bodyLimit} 字节）。`,
        ),
        hint: said(
          'Send several smaller batches, or use `ledger import` for a whole file.',
          '请分批发送，或用 `ledger import` 导入整个文件。',
        ),
      };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        code: 'unsupported-media-type',
        detail: said('The Content-Type header is not a media type.', 'Content-Type 头不是媒体类型。'),
      };
    case 'FST_ERR_BAD_URL':
      return {
        code: 'request',
        detail: said('The path is not a valid URL path.', '路径不是有效的 URL 路径。'),
        hint: said('Percent-encode the ids in it.', '请对其中的编号做百分号编码。'),
      };
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return {
        code: 'request',
        status: 414,
        detail: said('An id in the path is longer than 400 characters.', '路径中的编号超过 400 个字符。'),
      };
    default:
      return {
        code: 'request',
        status: error.statusCode ?? 400,
        detail: said('The request does not arrive as announced.', '收到的请求与其声明不符。'),
      };
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

const told = (error: unknown, bodyLimit: number): Answer => {
  if (error instanceof LedgerError) return toldByLedger(error);
  if (isClientFault(error)) return toldByServer(error, bodyLimit);
  // Nest wraps what Fastify refuses.
  if (error instanceof HttpException && isClientFault(error.cause)) return toldByServer(error.cause, bodyLimit);
  if (error instanceof HttpException && error.getStatus() < 500) {
    return { code: 'request', status: error.getStatus(), detail: said(error.message, error.message) };
  }
  return { code: 'internal', detail: LOGGED };
};

const ruleText = (rule: string, language: Language): { readonly ruleText?: string } => {
  const sentence = ruleSentence(rule);
  return sentence === undefined ? {} : { ruleText: sentence[language] };
};

/** Any error as the answer that a caller gets (RFC 9457): what was wrong, where, what to do; never a stack. */
export const problemOf = (
  error: unknown,
  requestId: string,
  bodyLimit: number,
  language: Language = 'en',
): ProblemAnswer => {
  const { code, status, detail, hint, ...place } = told(error, bodyLimit);
  const kind = kinds[code];
  const answered = status ?? kind.status;
  return {
    problem: {
      type: `urn:complaint-ledger:problem:${code}`,
      title: kind.title[language],
      status: answered,
      detail: detail[language],
      instance: `urn:uuid:${requestId}`,
      ...place,
      ...(hint !== undefined && { hint: hint[language] }),
      ...(place.rule !== undefined && ruleText(place.rule, language)),
    },
    headers: {
      ...(kind.retryAfter !== undefined && { 'retry-after': String(kind.retryAfter) }),
      ...(code === 'unauthenticated' && { 'www-authenticate': 'Bearer realm="complaint-ledger"' }),
    },
    log: answered >= 500,
  };
};

export const methodNotAllowed = (
  method: string,
  allowed: readonly string[],
  requestId: string,
  language: Language = 'en',
): ProblemAnswer => ({
  problem: {
    type: 'urn:complaint-ledger:problem:method-not-allowed',
    title: kinds['method-not-allowed'].title[language],
    status: 405,
    detail: said(
      `${method} is not served here; ${allowed.join(', ')} ${allowed.length === 1 ? 'is' : 'are'}.`,
      `此处不支持 ${method}，支持 ${allowed.join('、')}。`,
    )[language],
    instance: `urn:uuid:${requestId}`,
  },
  headers: { allow: allowed.join(', ') },
  log: false,
});
