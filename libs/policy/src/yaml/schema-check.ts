import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { Problem } from './problem.ts';
import type { Path, PlacedYaml } from './read-yaml.ts';
import { oneOf } from './nearest.ts';

interface SchemaError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
}

/** What to tell by place: the first entry whose key is part of the place's pointer (`/deadlines/x/within/`). */
export type Hints = Readonly<Record<string, string>>;

/** A check of YAML data against a schema, which tells each fault as a sentence with its line. */
export const schemaCheck = (schema: TSchema, hints: Hints): ((document: PlacedYaml) => readonly Problem[]) => {
  const validator = Compile(schema);
  return (document) => {
    if (validator.Check(document.value)) return [];
    const { maxErrors } = Settings.Get();
    Settings.Set({ maxErrors: 10_000 });
    try {
      return tell(schema, hints, document, validator.Errors(document.value));
    } finally {
      Settings.Set({ maxErrors });
    }
  };
};

const tell = (
  schema: TSchema,
  hints: Hints,
  document: PlacedYaml,
  errors: readonly SchemaError[],
): readonly Problem[] => {
  const problems: Problem[] = [];
  const byPlace = new Map<string, SchemaError[]>();
  for (const error of errors) {
    if (error.keyword === 'boolean') continue;
    const found = byPlace.get(error.instancePath);
    if (found) found.push(error);
    else byPlace.set(error.instancePath, [error]);
  }
  for (const [pointer, found] of byPlace) {
    const path = stepsOf(pointer);
    const unknown = found.flatMap(({ schemaPath, params }) =>
      strings(params, 'additionalProperties').map((key) => ({ key, known: keysAt(schema, schemaPath) })),
    );
    if (unknown.length > 0) {
      for (const { key, known } of unknown) {
        problems.push(
          document.problem(
            [...path, key],
            `There is no key '${key}' here.`,
            known.length > 0 ? oneOf(key, known) : 'Remove it.',
          ),
        );
      }
    }
    const missing = found.flatMap(({ params }) => strings(params, 'requiredProperties'));
    for (const key of missing) {
      problems.push(
        document.problem(path, `'${key}' is missing.`, `Add it${path.length > 0 ? ` to ${path.join('.')}` : ''}.`),
      );
    }
    const deeper = [...byPlace.keys()].some((other) => other.startsWith(`${pointer}/`));
    if (unknown.length > 0 || missing.length > 0 || deeper) continue;
    const value = valueAt(document.value, path);
    if (value === null && path.length > 0) {
      problems.push(
        document.problem(
          path,
          'Nothing stands here.',
          'Write a value, or leave the key out: ~ takes away only what the extended file has.',
        ),
      );
      continue;
    }
    problems.push(document.problem(path, sentence(found, value), hintFor(hints, pointer, found, value)));
  }
  return problems;
};

const sentence = (found: readonly SchemaError[], value: unknown): string => {
  const shown =
    typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'A list' : 'A table') : show(value);
  if (allowedValues(found).length > 0) return `${shown} is not known here.`;
  const keywords = new Set(found.map(({ keyword }) => keyword));
  if (keywords.has('pattern')) return `${shown} is not written as it must be.`;
  const limits = ['minimum', 'maximum', 'minLength', 'minItems', 'minProperties'];
  if (limits.some((limit) => keywords.has(limit)))
    return value === '' || isEmpty(value) ? 'It is empty.' : `${shown} is out of range.`;
  const types = [...new Set(typesOf(found).map((type) => typeNames[type] ?? type))];
  return `${shown} stands where ${types.length > 0 ? types.join(' or ') : 'something else'} must be.`;
};

const allowedValues = (found: readonly SchemaError[]): readonly string[] =>
  found.flatMap(({ params }) => ('allowedValue' in params ? [String(params.allowedValue)] : []));

const typesOf = (found: readonly SchemaError[]): readonly string[] =>
  found.flatMap(({ params }) => ('type' in params ? [String(params.type)] : []));

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a table',
  array: 'a list',
};

const typeHints: Readonly<Record<string, string>> = {
  string: 'Write a text; put it in quotation marks when it looks like a number.',
  integer: 'Write a whole number without quotation marks.',
  number: 'Write a number without quotation marks.',
  boolean: 'Write true or false without quotation marks.',
  object: 'Write keys with their values.',
  array: 'Write a list, such as [one, two].',
};

const hintFor = (hints: Hints, pointer: string, found: readonly SchemaError[], value: unknown): string | undefined => {
  const place = `${pointer}/`;
  const hint = Object.entries(hints).find(([part]) => place.includes(part))?.[1];
  if (hint !== undefined) return hint;
  const allowed = allowedValues(found);
  if (allowed.length > 0) return oneOf(String(value), allowed);
  const limit = found.flatMap(({ keyword, params }) =>
    'limit' in params ? [`Write ${keyword.startsWith('max') ? 'at most' : 'at least'} ${String(params.limit)}.`] : [],
  );
  return limit[0] ?? typeHints[typesOf(found)[0] ?? ''];
};

const show = (value: unknown): string => {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'Nothing');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const strings = (params: object, key: string): readonly string[] => {
  const value: unknown = Reflect.get(params, key);
  return Array.isArray(value) ? value.map(String) : [];
};

const stepsOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    value,
  );

const keysAt = (schema: TSchema, schemaPath: string): readonly string[] => {
  const properties = valueAt(valueAt(schema, stepsOf(schemaPath)), ['properties']);
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
};
