import Type, { type TSchema } from 'typebox';
import { type InboundType, inboundMessages, inboundTypes } from '../inbound/messages.ts';
import { PRINTABLE, Timestamp } from '../inbound/schemas.ts';

const attributes = {
  specversion: Type.Literal('1.0'),
  id: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: PRINTABLE,
    description: 'unique with `source`: the same id is the same event',
  }),
  source: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: PRINTABLE,
    description: 'URI-reference of the system it comes from',
  }),
  time: Timestamp,
  subject: Type.Optional(Type.String({ pattern: PRINTABLE })),
  datacontenttype: Type.Optional(Type.String()),
  timebasis: Type.Optional(
    Type.Literal('receipt', {
      description: 'the sender knows no time: `time` is when it was sent, and another delivery may have another',
    }),
  ),
  dataschema: Type.Optional(Type.String({ description: 'names the version; without it, version 1' })),
};

const cloudEventOf = (type: InboundType): TSchema => {
  const { data, summary } = inboundMessages[type];
  return Type.Object({ ...attributes, type: Type.Literal(type), data }, { title: type, description: summary });
};

/** A CloudEvent 1.0 of each inbound type. */
export const cloudEvents: ReadonlyMap<InboundType, TSchema> = new Map(
  inboundTypes.map((type) => [type, cloudEventOf(type)]),
);

/** A CloudEvent of any inbound type. */
export const CloudEvent = Type.Union([...cloudEvents.values()], { description: 'CloudEvents 1.0, structured' });

export const CloudEventBatch = Type.Array(CloudEvent, { description: 'CloudEvents, in order' });
