import { inboundMessages, inboundSchemas, type InboundType, type Sentence, said } from '@complaint-ledger/contracts';
import { nearest, oneOf } from '@complaint-ledger/policy';

export type FieldKind = 'text' | 'integer' | 'boolean' | 'time' | 'list';

interface NoField {
  readonly problem: Sentence;
  readonly hint: Sentence;
}

/** Types whose further fields are welcome (FILE-2); the other types have a fixed set. */
const open: ReadonlySet<InboundType> = new Set(['complaint.filed', 'complaint.amended', 'call.received']);

/** What a field of a message holds, by its schema; what to tell when there is no such field. */
export const fieldKind = (type: InboundType, path: string): FieldKind | NoField => {
  const names = path.split('.');
  let schema: unknown = inboundMessages[type].data;
  let inOpen = open.has(type);
  for (const name of names) {
    const fields = propertiesOf(schema);
    if (fields === undefined) {
      schema = recordValueOf(schema);
      if (schema === undefined)
        return {
          problem: said(`${type} has nothing inside '${path}'.`, `${type} 的“${path}”之下没有内容。`),
          hint: said('Name a field.', '请写一个字段。'),
        };
      continue;
    }
    if (!Object.hasOwn(fields, name)) {
      const known = Object.keys(fields);
      const welcome = inOpen || ('phone' in fields && 'idNumber' in fields);
      if (welcome && !isSlip(name, known)) return 'text';
      return {
        problem: said(`${type} has no field '${path}'.`, `${type} 没有字段“${path}”。`),
        hint: oneOf(name, known),
      };
    }
    inOpen = false;
    schema = fields[name];
  }
  return kindOf(schema);
};

/** Where further fields are welcome, only what looks like a slip of the pen is held to be one. */
const isSlip = (name: string, known: readonly string[]): boolean => {
  const meant = nearest(name, known);
  return meant !== undefined && Math.abs(meant.length - name.length) <= 1;
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
  if (schema['type'] === 'array') return 'list';
  return schema['pattern'] === timestampPattern ? 'time' : 'text';
};
