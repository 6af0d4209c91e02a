import Type from 'typebox';
import { type RouteShape, json } from '../route-shape.ts';

const Document = Type.Record(Type.String(), Type.Unknown());

/** State of one part that the ledger needs. */
export const PartHealth = Type.Object({
  name: Type.String(),
  ok: Type.Boolean(),
  detail: Type.Optional(Type.String()),
});

export const Readiness = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  parts: Type.Array(PartHealth),
});

export const ledgerShapes = {
  getPolicy: {
    path: { id: Type.String({ description: 'id of the pack, such as `standard`' }) },
    answer: json(Type.Object({ id: Type.String(), version: Type.Integer(), zone: Type.String(), pack: Document })),
    problems: [404],
  },
  openapi: { answer: json(Document) },
  asyncapi: { answer: json(Document) },
  schema: {
    path: { name: Type.String({ description: 'such as `complaint.filed.v1` or `PenaltyAssessed.v1`' }) },
    answer: { 'application/schema+json': Document },
    problems: [404],
  },
  live: { answer: json(Type.Object({ status: Type.Literal('live') })) },
  ready: {
    answer: json(Readiness),
    otherAnswers: { 503: { when: 'A part does not answer', content: json(Readiness) } },
  },
  metrics: { answer: { 'text/plain': Type.String({ description: 'Prometheus text format' }) } },
  home: { answer: { 'text/html': Type.String() } },
} as const satisfies Record<string, RouteShape>;
