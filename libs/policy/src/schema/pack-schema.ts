import { PolicyPack, type Words } from '../pack.ts';
import { dimensionWords, propertyWords } from './property-words.ts';

export type Json = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

const told = ({ 'zh-CN': zh, en }: Words): string => `${en}\n${zh}`;

const describing = (path: string): { readonly description?: string } => {
  const words = propertyWords[path] ?? propertyWords[path.replace(/^reports\.\w+\./, 'reports.*.')];
  return words === undefined ? {} : { description: told(words) };
};

const isCondition = (properties: unknown): boolean => isTree(properties) && 'outOfHours' in properties;

const condition = '#/definitions/condition';

/** `~` takes away what the pack below has. */
const orNothing = (schema: Json): Json => {
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] };
  if (Array.isArray(schema['anyOf'])) return { ...schema, anyOf: [...listIn(schema['anyOf']), { type: 'null' }] };
  const { description, ...rest } = schema;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, { type: 'null' }] };
};

const own = new Set(['id', 'version', 'extends']);

/**
 * A schema as editors take it: no property is missing, since a pack may extend another and say only what differs, and every place
 * tells what it is for.
 */
const forEditors = (schema: unknown, path: string): Json => {
  if (!isTree(schema)) return {};
  const {
    properties,
    patternProperties,
    items,
    anyOf,
    additionalProperties,
    required: _,
    minProperties: __,
    ...rest
  } = schema;
  const plain = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('~')));
  if (isCondition(properties)) return { $ref: condition };
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const entry = (key: string, value: unknown): Json => {
    const inner = { ...forEditors(value, at(key)), ...describing(at(key)) };
    return own.has(at(key)) ? inner : orNothing(inner);
  };
  return {
    ...plain,
    ...(isTree(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, entry(key, value)])),
    }),
    ...(isTree(patternProperties) && {
      additionalProperties: orNothing(forEditors(Object.values(patternProperties)[0], at('*'))),
    }),
    ...(additionalProperties === false && { additionalProperties: false }),
    ...(items !== undefined && { items: forEditors(items, `${path}[]`) }),
    ...(Array.isArray(anyOf) && { anyOf: listIn(anyOf).map((each) => forEditors(each, path)) }),
  };
};

const conditionSchema = (): Json => {
  const value = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
  const yes = new Set(['outOfHours', 'keyCustomer', 'transferred']);
  return {
    type: 'object',
    description: told({
      'zh-CN': '所写的每个维度都须符合；多个值取其一，none 表示未注明',
      en: 'every dimension named must fit; several values mean any of them, none that nobody told one',
    }),
    properties: Object.fromEntries(
      Object.entries(dimensionWords).map(([dimension, words]) => [
        dimension,
        { ...(yes.has(dimension) ? { type: 'boolean' } : value), description: told(words) },
      ]),
    ),
    additionalProperties: false,
  };
};

/** What a pack that extends no other must say. */
const alone = ['name', 'zone', 'levels', 'defaultLevel', 'deadlines', 'transfer'];

/** JSON Schema (draft 7) of a pack file, for editors: completion, what each key is for, and faults as one writes. */
export const packSchema = (): Json => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:complaint-ledger:schema:policy-pack',
  title: 'Policy pack of the complaint ledger',
  ...forEditors(PolicyPack, ''),
  required: ['id', 'version'],
  if: { required: ['extends'] },
  else: { required: alone },
  definitions: { condition: conditionSchema() },
});
