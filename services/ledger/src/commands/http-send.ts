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

const refusal = async (answer: Response): Promise<LedgerError> => {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const code = codes[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'invalid-input');
  return new LedgerError(
    code,
    `The server answered ${answer.status}: ${problem.detail ?? problem.title ?? answer.statusText}`,
    {
      hint: problem.hint ?? 'Run the import again: what was taken is not taken twice.',
    },
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

/** Posts batches to a running server. LedgerError `unavailable`, `unauthenticated`, `forbidden`, `invalid-input`. */
export const httpSend = (url: string, key: string, signal: AbortSignal): Send => {
  const target = new URL('/v1/events', url);
  return async (batch): Promise<readonly Receipt[]> => {
    const answer = await fetch(target, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(batch),
      signal,
    }).catch((error: unknown) => {
      throw signal.aborted ? error : unreachable(url, error);
    });
    if (!answer.ok) throw await refusal(answer);
    const { results } = (await answer.json()) as { readonly results: readonly Receipt[] };
    return results;
  };
};
