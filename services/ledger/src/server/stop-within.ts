import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError, said } from '@complaint-ledger/contracts';

/** Throws what the stop throws; LedgerError `unavailable` when it has not ended after so many milliseconds: then whoever waits ends the process. */
export const stopWithin = async (milliseconds: number, stop: () => Promise<void>): Promise<void> => {
  const ended = new AbortController();
  const late = async (): Promise<void> => {
    await delay(milliseconds, undefined, { signal: ended.signal });
    const seconds = milliseconds / 1_000;
    throw new LedgerError(
      'unavailable',
      said(`Stopping did not end within ${seconds} s and was broken off.`, `停止未能在 ${seconds} 秒内完成，已中断。`),
      {
        hint: said(
          'Nothing is lost: what was in hand is done again by whoever has it next. Look whether an engine was away.',
          '不会丢失数据：手头的工作由接手者重做。请检查是否有引擎不可用。',
        ),
      },
    );
  };
  try {
    await Promise.race([stop(), late()]);
  } finally {
    ended.abort();
  }
};
