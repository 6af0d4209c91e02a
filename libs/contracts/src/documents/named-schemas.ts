import Type, { type TSchema } from 'typebox';
import { caseEvents } from '../cases/case-events.ts';
import { callerEvents } from '../callers/caller-events.ts';
import { personalEvents } from '../personal/personal-events.ts';
import { ProblemDocument } from '../http/problem.ts';
import { commandBodies } from '../cases/command-bodies.ts';
import { CommandAnswer } from '../http/shapes/commands.ts';
import { Receipts } from '../http/shapes/intake.ts';
import { CloudEvent, CloudEventBatch, cloudEvents } from './cloud-event.ts';

/** Version of every message and event schema of this release. */
const VERSION = 'v1';

const Envelope = {
  specversion: Type.Literal('1.0'),
  id: Type.String({ description: 'UUID of the event' }),
  source: Type.String({ description: '`ledger` for what the ledger decided' }),
  time: Type.String({ format: 'date-time', description: 'when it happened' }),
  subject: Type.String({ description: 'the stream: `case-`, `caller-` or `person-` and an id' }),
  datacontenttype: Type.Literal('application/json'),
  sequence: Type.String({ description: 'position in the log: consumers deduplicate by it' }),
  recordedtime: Type.String({ format: 'date-time', description: 'when the ledger learnt it' }),
  dataschema: Type.String({ description: 'names the version' }),
  schemaversion: Type.Integer({ description: 'the same as a number' }),
  revision: Type.Integer({ description: 'place in the stream, from 0' }),
  actorkind: Type.Union([Type.Literal('person'), Type.Literal('crm'), Type.Literal('system')]),
  actorid: Type.String({ description: 'who did it' }),
  correlationid: Type.Optional(Type.String()),
  causationid: Type.Optional(Type.String({ description: 'id of the event or command that led to this one' })),
  sealed: Type.Optional(Type.String({ description: 'personal fields, encrypted: a JSON text of `person` and `blob`' })),
};

/** An event of a case, a caller or a person on the wire, as `ledger.events.v1` carries it. */
const feedEvents: ReadonlyMap<string, TSchema> = new Map(
  Object.entries<TSchema>({ ...caseEvents, ...callerEvents, ...personalEvents }).map(([type, data]) => [
    type,
    Type.Object({ ...Envelope, type: Type.Literal(type), data }, { title: type }),
  ]),
);

const versioned = (schemas: ReadonlyMap<string, TSchema>): [string, TSchema][] =>
  [...schemas].map(([type, schema]) => [`${type}.${VERSION}`, schema]);

/** Inbound messages by `complaint.filed.v1`, case events by `PenaltyAssessed.v1`. */
export const messageSchemas: ReadonlyMap<string, TSchema> = new Map([
  ...versioned(cloudEvents),
  ...versioned(feedEvents),
]);
export const inboundSchemaNames: readonly string[] = versioned(cloudEvents).map(([name]) => name);
export const feedSchemaNames: readonly string[] = versioned(feedEvents).map(([name]) => name);

/** Schemas that the documents refer to by name instead of repeating them. */
export const namedSchemas: ReadonlyMap<string, TSchema> = new Map([
  ...versioned(cloudEvents),
  ['CloudEvent', CloudEvent],
  ['CloudEventBatch', CloudEventBatch],
  ['Receipts', Receipts],
  ['CommandAnswer', CommandAnswer],
  ['Problem', ProblemDocument],
  ...Object.entries(commandBodies).map(([name, schema]): [string, TSchema] => [`command.${name}`, schema]),
]);

const names: ReadonlyMap<unknown, string> = new Map([...namedSchemas].map(([name, schema]) => [schema, name]));

/** The schema with every named one inside it, itself included, replaced by a reference. */
export const referring = (schema: unknown, prefix = '#/components/schemas/'): unknown => {
  const name = names.get(schema);
  return name === undefined ? referringInside(schema, prefix) : { $ref: `${prefix}${name}` };
};

/** The schema with every named one below it replaced by a reference. */
export const referringInside = (schema: unknown, prefix = '#/components/schemas/'): unknown => {
  if (Array.isArray(schema)) return schema.map((item) => referring(item, prefix));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referring(value, prefix)]));
};

/** A message's JSON Schema (2020-12), to stand alone. Undefined for a name that there is not. */
export const jsonSchema = (name: string): Readonly<Record<string, unknown>> | undefined => {
  const schema = messageSchemas.get(name);
  if (schema === undefined) return undefined;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:complaint-ledger:schema:${name}`,
    ...schema,
  };
};
