import { feedSchemaNames, inboundSchemaNames, messageSchemas } from './named-schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const messages = (names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));

const inChannel = (channel: string, names: readonly string[]): readonly Json[] =>
  names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));

const message = (name: string): Json => {
  const schema: { title?: string; description?: string } | undefined = messageSchemas.get(name);
  return {
    name,
    title: schema?.title ?? name,
    ...(schema?.description !== undefined && { summary: schema.description }),
    contentType: 'application/cloudevents+json',
    payload: { $ref: `#/components/schemas/${name}` },
  };
};

/** Topics and their messages as an AsyncAPI 3 document, from the schemas of this library. */
export const asyncApiDocument = (version: string): Json => ({
  asyncapi: '3.0.0',
  info: {
    title: 'complaint-ledger',
    version,
    description:
      'What CRMs publish and what the ledger tells. Without a Kafka cluster the same messages go in by `POST /v1/events`.',
    license: { name: 'Apache-2.0' },
  },
  defaultContentType: 'application/cloudevents+json',
  channels: {
    inbound: {
      address: 'ledger.inbound.v1',
      description: 'Calls and complaints in: CRMs publish CloudEvents.',
      messages: messages(inboundSchemaNames),
    },
    events: {
      address: 'ledger.events.v1',
      description: 'What the ledger decided, in log order for each case.',
      messages: messages(feedSchemaNames),
    },
  },
  operations: {
    receiveInbound: {
      action: 'receive',
      channel: { $ref: '#/channels/inbound' },
      messages: inChannel('inbound', inboundSchemaNames),
    },
    sendEvents: {
      action: 'send',
      channel: { $ref: '#/channels/events' },
      messages: inChannel('events', feedSchemaNames),
    },
  },
  components: {
    messages: Object.fromEntries([...messageSchemas.keys()].map((name) => [name, message(name)])),
    schemas: Object.fromEntries(messageSchemas),
  },
});
