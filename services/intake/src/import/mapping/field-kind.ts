import { inboundMessages, inboundSchemas, type InboundType } from '@complaint-ledger/contracts';
import { nearest } from '../did-you-mean.ts';

export type FieldKind = 'text' | 'integer' | 'boolean' | 'time';

/** Types whose further fields are welcome (FILE-2); the other types have a fixed set. */
const open: ReadonlySet<InboundType> = new Set(['complaint.filed', 'complaint.amended', 'call.received']);

/** What a field of a message holds, by its schema; a sentence when there is no such field. */
export const fieldKind = (type: InboundType, path: string): FieldKind | { readonly problem: string } => {
  const names = path.split('.');
  let schema: unknown = inboundMessages[type].data;
  let inOpen = open.has(type);
  for (const name of names) {
    const fields = propertiesOf(schema);
    if (fields === undefined) {
      schema = recordValueOf(schema);
      if (schema === undefined) return { problem: `${type} has no field inside ${path}` };
      continue;
    }
    if (!Object.hasOwn(fields, name)) {
      // Where further fields are welcome, only what looks like a slip is held to be one.
      const guess = nearest(name, Object.keys(fields), 2);
      const person = 'phone' in fields && 'idNumber' in fields;
      if (guess === undefined && (inOpen || person)) return 'text';
      return { problem: `${type} has no field ${path}${guess === undefined ? '' : `; do you mean ${guess}?`}` };
    }
    inOpen = false;
    schema = fields[name];
  }
  return kindOf(schema);
};

export const requiredFields = (type: InboundType): readonly string[] => {
  const schema: { readonly required?: unknown } = inboundMessages[type].data;
  return Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : [];
};

export const hasField = (type: InboundType, name: string): boolean =>
  Object.hasOwn(inboundMessages[type].data.properties, name);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const propertiesOf = (schema: unknown): Record<string, unknown> | undefined =>
  isObject(schema) && isObject(schema['properties']) ? schema['properties'] : undefined;

const recordValueOf = (schema: unknown): unknown => {
  const patterns = isObject(schema) ? schema['patternProperties'] : undefined;
  return isObject(patterns) ? Object.values(patterns)[0] : undefined;
};

const timestampPattern: unknown = Reflect.get(inboundSchemas.Timestamp, 'pattern');

const kindOf = (schema: unknown): FieldKind => {
  if (!isObject(schema)) return 'text';
  if (schema['type'] === 'integer') return 'integer';
  if (schema['type'] === 'boolean') return 'boolean';
  return schema['pattern'] === timestampPattern ? 'time' : 'text';
};
