// The least that takes CloudEvents over HTTP, checks them against the contracts, keeps each once and answers: Fastify, its Ajv, one
// SQLite transaction a request. It seals and hashes nothing and knows no matters. Argument: the file.
import { hash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { inboundMessages, inboundTypes } from '@complaint-ledger/contracts';
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

/** The contracts' own schemas, one for each type, chosen by the type. */
const eventOf = (type: (typeof inboundTypes)[number]): object => ({
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: text,
    source: text,
    type: { const: type },
    time: { type: 'string', format: 'date-time' },
    subject: { type: 'string' },
    datacontenttype: { type: 'string' },
    data: JSON.parse(JSON.stringify(inboundMessages[type].data)) as object,
  },
});
const batch = {
  type: 'array',
  items: {
    type: 'object',
    required: ['type'],
    discriminator: { propertyName: 'type' },
    oneOf: inboundTypes.map(eventOf),
  },
};

const db = bareDatabase(process.argv[2] ?? 'floor.db');
const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
// The same delivery is the same event: its id follows from source and id.
const insert = db.prepare(
  'INSERT INTO events (position, id, stream, revision, type, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
);
const streams = new Map<string, { readonly id: number; revision: number }>();
let position = 0;

const store = (events: readonly CloudEvent[]): void => {
  begin.run();
  for (const event of events) {
    const name = `${event.source} ${event.subject ?? ''}`;
    const stream = streams.get(name) ?? { id: streams.size + 1, revision: 0 };
    streams.set(name, stream);
    const id = hash('sha256', `${event.source} ${event.id}`, 'buffer').subarray(0, 16);
    insert.run(++position, id, stream.id, stream.revision++, 1, JSON.stringify(event));
  }
  commit.run();
};

const server = fastify({
  bodyLimit: 10 * 1024 * 1024,
  ajv: { customOptions: { discriminator: true, strict: false } },
});
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
