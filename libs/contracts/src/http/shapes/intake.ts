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
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'the system it comes from' })),
  time: Type.Optional(Timestamp),
};

export const intakeShapes = {
  postEvents: {
    body: {
      'application/cloudevents+json': CloudEvent,
      'application/cloudevents-batch+json': CloudEventBatch,
      'application/json': Type.Unknown({ description: 'binary mode: the data; its attributes are the ce-* headers' }),
    },
    answer: json(Receipts),
  },
  postWebhook: {
    path: { preset: Type.String({ description: 'zendesk, freshdesk, intercom or tencent-ccc' }) },
    body: { '*/*': Type.Unknown({ description: 'the delivery as the vendor sends it' }) },
    answer: json(Receipts),
    problems: [401, 404],
  },
  postCall: { body: json(Type.Object({ ...told, ...CallReceivedData.properties })), answer: json(Receipts) },
  postComplaint: { body: json(Type.Object({ ...told, ...ComplaintFiledData.properties })), answer: json(Receipts) },
  listQuarantine: {
    answer: json(Type.Unknown()),
  },
  getQuarantined: {
    path: { id: Type.String() },
    answer: json(Type.Unknown()),
    problems: [404],
  },
  resendQuarantined: {
    path: { id: Type.String() },
    body: json(Type.Unknown({ description: 'the mended message; without a body it goes again as it came' })),
    bodyOptional: true,
    answer: json(Receipts),
    problems: [404],
  },
  discardQuarantined: {
    path: { id: Type.String() },
    body: json(Type.Object({ reason: Type.String({ minLength: 1 }) })),
    answer: json(Type.Unknown()),
    problems: [404],
  },
} as const satisfies Record<string, RouteShape>;
