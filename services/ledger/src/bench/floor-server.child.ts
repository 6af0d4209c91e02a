// The least that takes CloudEvents over HTTP and keeps them: Fastify, its Ajv, one SQLite transaction a request. Argument: the file.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { bareDatabase } from '@complaint-ledger/event-store/bench';
import fastify from 'fastify';

interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const text = { type: 'string', minLength: 1, maxLength: 500 };
const batch = {
  type: 'array',
  items: {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: text,
      source: text,
      type: text,
      time: { type: 'string', format: 'date-time' },
      subject: { type: 'string' },
      datacontenttype: { type: 'string' },
      data: { type: 'object' },
    },
  },
};

const db = bareDatabase(process.argv[2] ?? 'floor.db');
const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const insert = db.prepare('INSERT INTO events (position, id, stream, revision, type, body) VALUES (?, ?, ?, ?, ?, ?)');
const streams = new Map<string, { readonly id: number; revision: number }>();
let position = 0;

const store = (events: readonly CloudEvent[]): void => {
  begin.run();
  for (const event of events) {
    const name = `${event.source} ${event.subject ?? ''}`;
    const stream = streams.get(name) ?? { id: streams.size + 1, revision: 0 };
    streams.set(name, stream);
    const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
    insert.run(++position, id, stream.id, stream.revision++, 1, JSON.stringify(event));
  }
  commit.run();
};

const server = fastify({ bodyLimit: 10 * 1024 * 1024 });
server.addContentTypeParser(
  'application/cloudevents-batch+json',
  { parseAs: 'string' },
  server.getDefaultJsonParser('error', 'error'),
);
server.post<{ Body: readonly CloudEvent[] }>('/v1/events', { schema: { body: batch } }, (request, reply) => {
  store(request.body);
  return reply.send({
    accepted: request.body.length,
    results: request.body.map(({ id }) => ({ id, status: 'accepted' })),
  });
});
await server.listen({ host: '127.0.0.1', port: 0 });
const { port } = server.server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, key: 'none' })}\n`);
process.once('SIGTERM', () => {
  void server.close().then(() => db.close());
});
