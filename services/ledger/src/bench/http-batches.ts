import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import {
  type BenchResult,
  type Contender,
  compare,
  inScratchFolder,
  rateOf,
} from '@complaint-ledger/event-store/bench';
import { simulateCallCentre } from '@complaint-ledger/testing';
import { LEDGER, firstLine, start, stop } from './child.ts';

const BATCH = 100;
const CONNECTIONS = 4;

/** Batches of the simulated call centre for each connection: another seed each, so that every matter keeps its order. */
const batches = (each: number): readonly (readonly Buffer[])[] =>
  Array.from({ length: CONNECTIONS }, (_, connection) => {
    const bodies: Buffer[] = [];
    let batch: object[] = [];
    const messages = simulateCallCentre({
      seed: 100 + connection,
      from: '2025-01-01',
      to: '2026-01-01',
      cases: each * 20,
    });
    for (const message of messages) {
      batch.push(message);
      if (batch.length < BATCH) continue;
      bodies.push(Buffer.from(JSON.stringify(batch)));
      if (bodies.length === each) return bodies;
      batch = [];
    }
    throw new RangeError('the simulated year was too short for the benchmark');
  });

const post = async (agent: Agent, url: string, key: string, body: Buffer): Promise<void> => {
  const sent = request(`${url}/v1/events`, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      'content-length': body.length,
      authorization: `Bearer ${key}`,
    },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  const { accepted } = JSON.parse(text) as { accepted?: number };
  if (answer.statusCode === undefined || answer.statusCode >= 300 || accepted !== BATCH)
    throw new Error(`${answer.statusCode}: ${text.slice(0, 400)}`);
};

/** Events a second of a server that was just started, over connections that each wait for their answer. */
const rateOfServer = async (
  server: ReturnType<typeof start>,
  bodies: readonly (readonly Buffer[])[],
): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    const { url, key } = await firstLine<{ readonly url: string; readonly key: string }>(server);
    const events = bodies.reduce((sum, each) => sum + each.length * BATCH, 0);
    return await rateOf(events, async () => {
      await Promise.all(
        bodies.map(async (each) => {
          for (const body of each) await post(agent, url, key, body);
        }),
      );
    });
  } finally {
    agent.destroy();
    await stop(server);
  }
};

/** CloudEvents in batches of 100 over HTTP to the disk, each server in a process of its own. */
export const benchHttp = (options: {
  rounds: number;
  httpBatches: number;
  folder: string | undefined;
}): Promise<BenchResult> => {
  const bodies = batches(options.httpBatches);
  const served = (startIn: (scratch: string) => ReturnType<typeof start>): Contender => {
    return () => inScratchFolder((scratch) => rateOfServer(startIn(scratch), bodies), options.folder);
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
