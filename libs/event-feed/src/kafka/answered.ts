import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError } from '@complaint-ledger/contracts';
import { noTopic, saysNoTopic } from './no-topic.ts';

const PATIENCE_MS = 5_000;
const AGAIN_MS = 50;

/**
 * What a broker answers, asked again while it says that it cannot yet: a coordinator that loads, a leader that is being chosen.
 * LedgerError `unavailable` when it goes on saying so. `topic`: what is asked about, for whoever reads that it is not there.
 */
export const answered = async <T>(ask: () => Promise<T>, topic?: string): Promise<T> => {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const { retriable, message } = error as Error & { readonly retriable?: boolean };
      if (retriable !== true || performance.now() > end) {
        if (topic !== undefined && saysNoTopic(error)) throw noTopic([topic], error);
        throw new LedgerError('unavailable', `Kafka does not answer: ${message}`, {
          cause: error,
          hint: 'Check the brokers.',
        });
      }
    }
    await delay(AGAIN_MS);
  }
};
