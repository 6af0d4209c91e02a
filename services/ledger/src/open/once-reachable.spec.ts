import { LedgerError } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { type OnceReachable, onceReachable } from './once-reachable.ts';

const away = new LedgerError('unavailable', 'MongoDB does not answer', { engine: 'MongoDB' });

describe('what is opened on engines', () => {
  const told: string[] = [];
  const patiently: OnceReachable = {
    signal: new AbortController().signal,
    undo: (closing) => closing.run(),
    onAway: ({ message }) => told.push(message),
  };

  it('is opened again when one was away, after what was opened before was closed', async () => {
    const closed: number[] = [];
    let attempts = 0;
    const opened = await onceReachable(async (closing) => {
      attempts++;
      const attempt = attempts;
      closing.step(() => void closed.push(attempt));
      if (attempt < 3) throw away;
      return attempt;
    }, patiently);
    expect(opened).toBe(3);
    expect(closed).toEqual([1, 2]);
    expect(told).toEqual([away.message, away.message]);
  });

  it.each([
    ['not of an engine that is away', new LedgerError('unavailable', 'This is not its key'), async () => undefined],
    ['of one that is, when not all could be closed', away, () => Promise.reject(new Error('it did not end in time'))],
  ])('fails with its own error %s', async (_, error, undo) => {
    await expect(onceReachable(() => Promise.reject(error), { ...patiently, undo })).rejects.toBe(error);
  });

  it('is waited for no longer when the process is told to stop', async () => {
    const stop = new AbortController();
    const onAway = (): void => stop.abort();
    expect(
      await onceReachable(() => Promise.reject(away), { ...patiently, signal: stop.signal, onAway }),
    ).toBeUndefined();
  });
});
