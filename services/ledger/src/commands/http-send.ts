import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, LedgerError, said } from '@complaint-ledger/contracts';
import type { Receipt, Send } from '@complaint-ledger/intake';

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

const refusal = async (answer: Response): Promise<LedgerError> => {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const code = codes[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'invalid-input');
  const told = problem.detail ?? problem.title ?? answer.statusText;
  return new LedgerError(
    code,
    said(`The server answered ${answer.status}: ${told}`, `服务器答复 ${answer.status}：${told}`),
    { hint: problem.hint ?? AGAIN },
  );
};

const unreachable = (url: string, cause: unknown): LedgerError =>
  new LedgerError('unavailable', said(`Nothing answers on ${url}.`, `${url} 没有响应。`), {
    hint: said(
      'Is `ledger serve` running there? Run the import again: what was taken is not taken twice.',
      '那里运行着 `ledger serve` 吗？请重新导入：已接收的不会重复。',
    ),
    cause,
  });

/** Answers of a server that is busy, starts, or waits for an engine: the same batch may be taken a little later. */
const LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const PATIENCE_MS = 120_000;
const WAIT_MS = 1_000;

/** What the server asks for, else a second. */
const waitOf = (answer: Response | undefined): number => {
  const seconds = Number(answer?.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : WAIT_MS;
};

export interface HttpSendOptions {
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
  /** How long a batch is sent again to a server that does not take it for now, ms; default two minutes. */
  readonly patience?: number;
  /** Told once each time when it begins to wait. */
  readonly onWait?: (why: LedgerError) => void;
}

/**
 * Posts batches to a running server, again while it cannot take one for now, or is away after it took others. LedgerError
 * `unavailable`, `unauthenticated`, `forbidden`, `invalid-input`.
 */
export const httpSend = ({ url, key, signal, patience = PATIENCE_MS, onWait }: HttpSendOptions): Send => {
  const target = new URL('/v1/events', url);
  let hasTaken = false;

  const post = (body: string): Promise<Response> =>
    fetch(target, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
      body,
      signal,
    });

  return async (batch): Promise<readonly Receipt[]> => {
    const body = JSON.stringify(batch);
    let waiting = false;
    for (const end = performance.now() + patience; ;) {
      let answer: Response | undefined;
      let failure: LedgerError;
      try {
        answer = await post(body);
        if (answer.ok) {
          hasTaken = true;
          return ((await answer.json()) as { readonly results: readonly Receipt[] }).results;
        }
        failure = await refusal(answer);
      } catch (error) {
        signal.throwIfAborted();
        failure = unreachable(url, error);
      }
      const wait = waitOf(answer);
      const mayPass = answer === undefined ? hasTaken : LATER.has(answer.status);
      if (!mayPass || performance.now() + wait > end) throw failure;
      if (!waiting) onWait?.(failure);
      waiting = true;
      await delay(wait, undefined, { signal });
    }
  };
};
