import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { simulateCallCentre } from '@complaint-ledger/testing';

export const BATCH = 100;
export const CONNECTIONS = 4;

/** For each connection its batches, as they go over the wire. */
export type Load = readonly (readonly Buffer[])[];

/** Batches of the simulated call centre for each connection: another seed each, so that every matter keeps its order. */
export const callCentreLoad = (batchesEach: number, seed = 100): Load =>
  Array.from({ length: CONNECTIONS }, (_, connection) => {
    const bodies: Buffer[] = [];
    let batch: object[] = [];
    const messages = simulateCallCentre({
      seed: seed + connection,
      from: '2025-01-01',
      to: '2026-01-01',
      cases: batchesEach * 20,
    });
    for (const message of messages) {
      batch.push(message);
      if (batch.length < BATCH) continue;
      bodies.push(Buffer.from(JSON.stringify(batch)));
      if (bodies.length === batchesEach) return bodies;
      batch = [];
    }
    throw new RangeError('the simulated year was too short for the benchmark');
  });

export const messagesIn = (load: Load): number => load.reduce((sum, each) => sum + each.length * BATCH, 0);

interface Server {
  readonly url: string;
  readonly key: string;
}

const post = async (agent: Agent, { url, key }: Server, body: Buffer): Promise<void> => {
  const sent = request(new URL('/v1/events', url), {
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

/** Sends all of it, over connections that each wait for their answer. Throws unless every message is accepted. */
export const sendLoad = async (server: Server, load: Load): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await Promise.all(
      load.map(async (bodies) => {
        for (const body of bodies) await post(agent, server, body);
      }),
    );
  } finally {
    agent.destroy();
  }
};
