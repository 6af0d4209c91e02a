import {
  type BenchResult,
  type Contender,
  compare,
  inScratchFolder,
  rateOf,
} from '@complaint-ledger/event-store/bench';
import { BATCH, CONNECTIONS, type Load, callCentreLoad, messagesIn, sendLoad } from './call-centre-load.ts';
import { LEDGER, firstLine, start, stop } from './child.ts';

/** Events a second of a server that was just started. */
const rateOfServer = async (server: ReturnType<typeof start>, load: Load): Promise<number> => {
  try {
    const started = await firstLine<{ readonly url: string; readonly key: string }>(server);
    return await rateOf(messagesIn(load), () => sendLoad(started, load));
  } finally {
    await stop(server);
  }
};

/** CloudEvents in batches of 100 over HTTP to the disk, each server in a process of its own. */
export const benchHttp = (options: {
  rounds: number;
  httpBatches: number;
  folder: string | undefined;
}): Promise<BenchResult> => {
  const load = callCentreLoad(options.httpBatches);
  const served = (startIn: (scratch: string) => ReturnType<typeof start>): Contender => {
    return () => inScratchFolder((scratch) => rateOfServer(startIn(scratch), load), options.folder);
  };
  return compare({
    name: `CloudEvents in batches of ${BATCH} over HTTP, ${CONNECTIONS} connections`,
    unit: 'events/s',
    baseline: 'Fastify + Ajv + SQLite',
    rounds: options.rounds,
    contenders: {
      'Fastify + Ajv + SQLite': served((scratch) => start('floor-server.child.js', [`${scratch}/floor.db`])),
      'ledger, intake alone': served((scratch) => start('intake-server.child.js', [scratch])),
      'ledger serve, deciding and counting meanwhile': served((scratch) =>
        start(LEDGER, ['serve', '--json', '--port', '0', '--log', 'error', '--data', scratch]),
      ),
    },
  });
};
