import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition; fails when it does not come about. */
export const until = async (holds: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> => {
  const end = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still not so after ${milliseconds} ms: ${String(holds)}`);
    await delay(5);
  }
};
