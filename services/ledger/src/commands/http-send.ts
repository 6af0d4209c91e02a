import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, LedgerError, said } from '@complaint-ledger/contracts';
import type { Receipt, Send } from '@complaint-ledger/intake';
import type { Language } from '../cli/language.ts';

interface Problem {
  readonly detail?: string;
  readonly title?: string;
  readonly hint?: string;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'payload-too-large',
};

const AGAIN = said('Run the import again: what was taken is not taken twice.', '请重新导入：已接收的不会重复。');

/** What a ledger says; undefined when it is not JSON, as of a proxy or of another program. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = ({ status, statusText }: Response, text: string): LedgerError => {
  const problem = (jsonOf(text) ?? {}) as Problem;
  const code = codes[status] ?? (status >= 500 ? 'unavailable' : 'invalid-input');
  const told = problem.detail ?? problem.title ?? statusText;
  return new LedgerError(code, said(`The server answered ${status}: ${told}`, `服务器答复 ${status}：${told}`), {
    hint: problem.hint ?? AGAIN,
  });
};

/** LedgerError `config` when this is no answer of a ledger. */
const receiptsIn = (text: string, url: string): readonly Receipt[] => {
  const told = jsonOf(text) as { readonly results?: readonly Receipt[] } | undefined;
  if (Array.isArray(told?.results)) return told.results;
  throw new LedgerError('config', said(`What answers on ${url} is no ledger.`, `${url} 上应答的不是账本。`), {
    path: 'url',
    hint: said('Give the address that `ledger serve` prints.', '请使用 `ledger serve` 显示的地址。'),
  });
};

const unreachable = (url: string, cause: unknown): LedgerError =>
  new LedgerError('unavailable', said(`Nothing answers on ${url}.`, `${url} 没有响应。`), {
    hint: said(
      'Is `ledger serve` running there? Run the import again: what was taken is not taken twice.',
      '那里运行着 `ledger serve` 吗？请重新导入：已接收的不会重复。',
    ),
    cause,
  });

/** What came of one sending: the answer to what was taken, or why it was not, and whether to send it again in so many milliseconds. */
type Sent =
  | { readonly text: string }
  | { readonly failure: LedgerError; readonly mayPass: boolean; readonly wait: number };

/** Answers of a server that is busy, starts, or waits for an engine: the same batch may be taken a little later. */
const LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const PATIENCE_MS = 120_000;
const WAIT_MS = 1_000;

/** Whatever it asks for: a server is not asked more often. */
const LEAST_WAIT_MS = 100;

/** What the server asks for, else a second. */
const waitOf = ({ headers }: Response): number => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(LEAST_WAIT_MS, seconds * 1_000) : WAIT_MS;
};

/** LedgerError `invalid-input` when this is no address of a server. */
const targetAt = (url: string): URL => {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return new URL('/v1/events', url);
  throw new LedgerError('invalid-input', said(`'${url}' is no address of a server.`, `“${url}”不是服务器地址。`), {
    path: 'url',
    hint: said('Write it like http://127.0.0.1:8321.', '请写成 http://127.0.0.1:8321 的形式。'),
  });
};

export interface HttpSendOptions {
  readonly url: string;
  readonly key: string;
  /** Of what the server says. */
  readonly language: Language;
  readonly signal: AbortSignal;
  /** How long a batch is sent again to a server that does not take it for now, ms; default two minutes. */
  readonly patience?: number;
  /** Told once each time when it begins to wait. */
  readonly onWait?: (why: LedgerError) => void;
}

/**
 * Posts batches to a running server, again while it cannot take one for now, or is away after it took others. LedgerError
 * `unavailable`, `unauthenticated`, `forbidden`, `invalid-input`, `config`.
 */
export const httpSend = (options: HttpSendOptions): Send => {
  const { url, key, language, signal, patience = PATIENCE_MS, onWait } = options;
  const target = targetAt(url);
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/cloudevents-batch+json',
    'accept-language': language,
  };
  let hasTaken = false;

  const post = async (body: string): Promise<Sent> => {
    try {
      const response = await fetch(target, { method: 'POST', headers, body, signal });
      const text = await response.text();
      if (response.ok) return { text };
      return { failure: refusal(response, text), mayPass: LATER.has(response.status), wait: waitOf(response) };
    } catch (error) {
      signal.throwIfAborted();
      return { failure: unreachable(url, error), mayPass: hasTaken, wait: WAIT_MS };
    }
  };

  return async (batch): Promise<readonly Receipt[]> => {
    const body = JSON.stringify(batch);
    let waiting = false;
    for (const end = performance.now() + patience; ;) {
      const sent = await post(body);
      if ('text' in sent) {
        hasTaken = true;
        return receiptsIn(sent.text, url);
      }
      const { failure, mayPass, wait } = sent;
      if (!mayPass || performance.now() + wait > end) throw failure;
      if (!waiting) onWait?.(failure);
      waiting = true;
      await delay(wait, undefined, { signal });
    }
  };
};
