import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { inboundTypes } from '../inbound/messages.ts';
import { callerEventTypes } from '../callers/caller-events.ts';
import { caseEventTypes } from '../cases/case-events.ts';
import { routeShapes } from '../http/route-shapes.ts';
import { type RouteName, routes } from '../http/routes.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { jsonSchema, messageSchemas } from './named-schemas.ts';
import { openApiDocument } from './openapi.ts';

const load = createRequire(import.meta.url);
const plain = (document: unknown) => JSON.parse(JSON.stringify(document)) as Record<string, unknown>;

describe('OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(plain(openApiDocument('0.1.0')));
    expect(result).toMatchObject({ valid: true });
  });

  it('resolves every reference', () => {
    const text = JSON.stringify(openApiDocument('0.1.0'));
    const { components } = openApiDocument('0.1.0') as { components: { schemas: object } };
    const named = new Set(Object.keys(components.schemas));
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(referred.length).toBeGreaterThan(20);
    expect(referred.filter((name) => !named.has(name))).toEqual([]);
  });

  it.each(Object.keys(routes) as RouteName[])('describes every path parameter of %s', (name) => {
    const inPath = [...routes[name].path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    expect(Object.keys(routeShapes[name].path ?? {})).toEqual(inPath);
  });

  it.each(Object.keys(routes) as RouteName[])('has schemas that compile for %s', (name) => {
    const { components, paths } = openApiDocument('0.1.0') as {
      components: object;
      paths: Record<string, Record<string, { requestBody?: { content: object }; responses: object }>>;
    };
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    ajv.addSchema(plain({ $id: 'openapi', components }));
    const operation = paths[routes[name].path]?.[routes[name].method.toLowerCase()];
    const contents = [operation?.requestBody, ...Object.values(operation?.responses ?? {})].flatMap((part: unknown) =>
      Object.values((part as { content?: Record<string, { schema: object }> } | undefined)?.content ?? {}),
    );
    expect(contents.length).toBeGreaterThan(0);
    for (const { schema } of contents) {
      const pinned = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
      expect(() => ajv.compile(pinned)).not.toThrow();
    }
  });
});

describe('AsyncAPI document', () => {
  it('is valid AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(load('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object);
    validate(plain(asyncApiDocument('0.1.0')));
    expect(validate.errors).toBeNull();
  });
});

describe('JSON Schemas', () => {
  it('has one for every inbound type and every case event', () => {
    for (const type of [...inboundTypes, ...caseEventTypes, ...callerEventTypes])
      expect(messageSchemas.has(`${type}.v1`)).toBe(true);
  });

  it.each([...messageSchemas.keys()])('%s compiles on its own', (name) => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    expect(() => ajv.compile(plain(jsonSchema(name)))).not.toThrow();
  });

  it('refuses what does not fit', () => {
    const ajv = new Ajv2020({ strict: false });
    const fits = ajv.compile(plain(jsonSchema('complaint.filed.v1')));
    const event = {
      specversion: '1.0',
      id: '1',
      source: 'crm://a',
      type: 'complaint.filed',
      time: '2026-03-23T09:00:00+08:00',
      data: { complaintId: 'C1' },
    };
    expect(fits(event)).toBe(true);
    expect(fits({ ...event, data: {} })).toBe(false);
    expect(fits({ ...event, time: 'yesterday' })).toBe(false);
  });
});
