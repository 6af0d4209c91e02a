import { expect, it } from '@jest/globals';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { type LogTail, TailSubscription } from './tail-subscription.ts';
import { sampleEvent } from './testing/sample-events.ts';

/** A log on a server: what is committed while it answers is not in its answer. */
const slowLogDouble = (committed: RecordedEvent): LogTail => {
  let tell: () => void = () => undefined;
  let isCommitted = false;
  return {
    onCommit: (listener) => {
      tell = listener;
      return () => undefined;
    },
    readPage: async (after) => {
      const seen = isCommitted && after < committed.position ? [committed] : [];
      isCommitted = true;
      if (seen.length === 0 && after === 0) tell();
      return seen;
    },
  };
};

it('a subscription reads again when something was committed while it was read that there is nothing', async () => {
  const place = { stream: 'case-1', revision: 0, position: 1, recordedAt: '2026-11-16T02:00:00.000Z' };
  const seen: number[] = [];
  const log = slowLogDouble({ ...sampleEvent(), ...place });
  const subscription = new TailSubscription(log, 0, (page) => void seen.push(...page.map(({ position }) => position)));
  await subscription.caughtUp(1);
  await subscription.stop();
  expect(seen).toEqual([1]);
});
