import Type from 'typebox';
import { CallReceivedData, ComplaintFiledData, Timestamp } from '../../inbound/schemas.ts';
import { type RouteShape, json } from '../route-shape.ts';
import { CloudEvent, CloudEventBatch } from '../../documents/cloud-event.ts';

const recorded = {
  index: Type.Integer({ minimum: 0, description: 'place in what was sent, from 0' }),
  id: Type.String({ description: 'CloudEvents id' }),
  source: Type.String(),
  eventId: Type.String({ description: 'id of the event in the log' }),
};

export const Receipt = Type.Union(
  [
    Type.Object({
      status: Type.Union([Type.Literal('accepted'), Type.Literal('duplicate')]),
      ...recorded,
      position: Type.Integer({ minimum: 1 }),
      caseId: Type.Optional(Type.String()),
    }),
    Type.Object({
      status: Type.Literal('rejected'),
      index: Type.Integer({ minimum: 0 }),
      id: Type.Optional(Type.String()),
      source: Type.Optional(Type.String()),
      code: Type.String(),
      path: Type.String({ description: 'place in the message; empty for the whole of it' }),
      message: Type.String(),
      hint: Type.String(),
      quarantineId: Type.String(),
    }),
    Type.Object({
      status: Type.Literal('parked'),
      ...recorded,
      caseId: Type.String(),
      reason: Type.String(),
      quarantineId: Type.String(),
    }),
  ],
  { description: 'What became of one message.' },
);

export const Receipts = Type.Object({
  accepted: Type.Integer(),
  duplicate: Type.Integer(),
  rejected: Type.Integer(),
  parked: Type.Integer(),
  results: Type.Array(Receipt),
});

const told = {
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'id of this message; default: derived' })),
  source: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'the system it comes from; default: the key' }),
  ),
  time: Type.Optional(Timestamp),
};

const idempotencyKey = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'the same request sent again with the same key is taken once',
    }),
  ),
});

/** A form's answer: what became of it, and where its case is. */
const Filed = Type.Object({
  ...Receipts.properties,
  externalId: Type.String({ description: 'id by which the sender knows the matter; made when none was given' }),
  desk: Type.Optional(
    Type.Object(
      { department: Type.String(), contact: Type.String() },
      { description: 'of a call whose kind a desk takes: whom the caller is told to turn to (CALL-3)' },
    ),
  ),
  caseId: Type.Optional(Type.String({ description: 'the case is at /v1/cases/{caseId}, as the header Location says' })),
});
const filed = { 201: { when: 'Taken', content: json(Filed) } };

const states = [
  Type.Literal('rejected'),
  Type.Literal('parked'),
  Type.Literal('resent'),
  Type.Literal('discarded'),
] as const;

const entry = {
  quarantineId: Type.String(),
  state: Type.Union([...states]),
  id: Type.Optional(Type.String({ description: 'CloudEvents id, as far as it could be read' })),
  source: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  code: Type.String(),
  path: Type.String({ description: 'place in the message' }),
  message: Type.String({ description: 'what was wrong with it' }),
  hint: Type.String(),
  caller: Type.String({ description: 'label of the key that sent it' }),
  receivedAt: Type.String({ format: 'date-time' }),
  changedAt: Type.String({ format: 'date-time' }),
  deliveries: Type.Integer({ description: 'how often the same message came' }),
  eventId: Type.Optional(Type.String({ description: 'event in the log, once it was taken' })),
  discardReason: Type.Optional(Type.String()),
};
export const QuarantineEntry = Type.Object(entry, { description: 'One kept message, without its content' });

const QuarantinedMessage = Type.Object({
  ...entry,
  body: Type.Optional(Type.Unknown({ description: 'the message as it came; absent once the log has it' })),
  bodyBase64: Type.Optional(Type.String({ description: 'the bytes of what was no JSON' })),
  history: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      state: Type.Union([...states]),
      code: Type.String(),
      path: Type.String(),
      message: Type.String(),
      hint: Type.String(),
    }),
  ),
});

const QuarantineId = Type.String({ description: 'as receipts and the list name it' });

export const intakeShapes = {
  postEvents: {
    body: {
      'application/cloudevents+json': CloudEvent,
      'application/cloudevents-batch+json': CloudEventBatch,
      'application/x-ndjson': Type.String({ description: 'one CloudEvent a line' }),
      'application/json': Type.Unknown({
        description: 'an event or a list of events; with ce-* headers (binary mode) the data of one',
      }),
    },
    answer: json(Receipts),
    otherAnswers: { 202: { when: 'A single event was accepted or parked', content: json(Receipts) } },
  },
  postWebhook: {
    path: { preset: Type.String({ description: 'zendesk, freshdesk, intercom or tencent-ccc' }) },
    body: { '*/*': Type.Unknown({ description: 'the delivery as the vendor sends it' }) },
    answer: json(Receipts),
    problems: [401, 404],
  },
  postCall: {
    headers: idempotencyKey,
    body: json(
      Type.Object({
        ...told,
        ...CallReceivedData.properties,
        callId: Type.Optional(CallReceivedData.properties.callId),
      }),
    ),
    answer: json(Filed),
    otherAnswers: filed,
  },
  postComplaint: {
    headers: idempotencyKey,
    body: json(
      Type.Object({
        ...told,
        ...ComplaintFiledData.properties,
        complaintId: Type.Optional(ComplaintFiledData.properties.complaintId),
      }),
    ),
    answer: json(Filed),
    otherAnswers: filed,
  },
  listQuarantine: {
    query: Type.Object({
      state: Type.Optional(Type.Union([...states])),
      source: Type.Optional(Type.String()),
      after: Type.Optional(Type.String({ description: '`next` of the page before' })),
      limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$', description: 'default 50' })),
    }),
    answer: json(
      Type.Object({
        entries: Type.Array(QuarantineEntry),
        next: Type.Optional(Type.String({ description: 'give it as `after` for the next page' })),
      }),
    ),
  },
  getQuarantined: { path: { id: QuarantineId }, answer: json(QuarantinedMessage), problems: [404] },
  resendQuarantined: {
    path: { id: QuarantineId },
    body: json(Type.Unknown({ description: 'the mended message; without a body it goes again as it came' })),
    bodyOptional: true,
    answer: json(Receipts),
    problems: [404, 409],
  },
  discardQuarantined: {
    path: { id: QuarantineId },
    body: json(Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) })),
    answer: json(QuarantineEntry),
    problems: [404, 409],
  },
} as const satisfies Record<string, RouteShape>;
