import { type Sentence, said } from '@complaint-ledger/contracts';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
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
export type Hints = Readonly<Record<string, Sentence>>;

/** A check of YAML data against a schema, which tells each fault as a sentence with its line, without the values of what is `writeOnly`. */
export const schemaCheck = (schema: TSchema, hints: Hints): ((document: PlacedYaml) => readonly Problem[]) => {
  // Compiled when it is first needed: most commands read but few sorts of files.
  let compiled: Validator | undefined;
  return (document) => {
    const validator = (compiled ??= Compile(schema));
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
            said(`There is no key '${key}' here.`, `这里没有“${key}”这个键。`),
            known.length > 0 ? oneOf(key, known) : said('Remove it.', '请删去。'),
          ),
        );
      }
    }
    const missing = found.flatMap(({ params }) => strings(params, 'requiredProperties'));
    for (const key of missing) {
      problems.push(
        document.problem(
          path,
          said(`'${key}' is missing.`, `缺少“${key}”。`),
          path.length > 0
            ? said(`Add it to ${path.join('.')}.`, `请补在 ${path.join('.')} 下。`)
            : said('Add it.', '请补上。'),
        ),
      );
    }
    const deeper = [...byPlace.keys()].some((other) => other.startsWith(`${pointer}/`));
    if (unknown.length > 0 || missing.length > 0 || deeper) continue;
    const value = valueAt(document.value, path);
    if (value === null && path.length > 0) {
      problems.push(
        document.problem(
          path,
          said('Nothing stands here.', '此处没有内容。'),
          said(
            'Write a value, or leave the key out: ~ takes away only what the extended file has.',
            '请写上内容，或不写这个键：~ 只用来去掉所继承文件中的内容。',
          ),
        ),
      );
      continue;
    }
    const shown = found.some(({ schemaPath }) => isSecret(schema, schemaPath)) ? '…' : value;
    problems.push(document.problem(path, sentence(found, shown), hintFor(hints, pointer, found, shown)));
  }
  return problems;
};

const sentence = (found: readonly SchemaError[], value: unknown): Sentence => {
  const shown = shownAs(value);
  if (allowedValues(found).length > 0) return said(`${shown.en} is not known here.`, `此处不能用${shown['zh-CN']}。`);
  const keywords = new Set(found.map(({ keyword }) => keyword));
  if (keywords.has('pattern'))
    return said(`${shown.en} is not written as it must be.`, `${shown['zh-CN']}的写法不对。`);
  const limits = ['minimum', 'maximum', 'minLength', 'minItems', 'minProperties'];
  if (limits.some((limit) => keywords.has(limit)))
    return value === '' || isEmpty(value)
      ? said('It is empty.', '内容为空。')
      : said(`${shown.en} is out of range.`, `${shown['zh-CN']}超出范围。`);
  const types = [...new Set(typesOf(found))].map((type) => typeNames[type] ?? said(type, type));
  if (types.length === 0)
    return said(`${shown.en} stands where something else must be.`, `此处不应是${shown['zh-CN']}。`);
  const [en, zh] = [types.map((type) => type.en).join(' or '), types.map((type) => type['zh-CN']).join('或')];
  return said(`${shown.en} stands where ${en} must be.`, `此处应是${zh}，却写了${shown['zh-CN']}。`);
};

const allowedValues = (found: readonly SchemaError[]): readonly string[] =>
  found.flatMap(({ params }) => ('allowedValue' in params ? [String(params.allowedValue)] : []));

const typesOf = (found: readonly SchemaError[]): readonly string[] =>
  found.flatMap(({ params }) => ('type' in params ? [String(params.type)] : []));

const typeNames: Readonly<Record<string, Sentence>> = {
  string: said('a text', '文字'),
  integer: said('a whole number', '整数'),
  number: said('a number', '数字'),
  boolean: said('true or false', 'true 或 false'),
  object: said('a table', '“键: 值”表'),
  array: said('a list', '列表'),
};

const typeHints: Readonly<Record<string, Sentence>> = {
  string: said(
    'Write a text; put it in quotation marks when it looks like a number.',
    '请写文字；看起来像数字时请加引号。',
  ),
  integer: said('Write a whole number without quotation marks.', '请写整数，不加引号。'),
  number: said('Write a number without quotation marks.', '请写数字，不加引号。'),
  boolean: said('Write true or false without quotation marks.', '请写 true 或 false，不加引号。'),
  object: said('Write keys with their values.', '请写成“键: 值”。'),
  array: said('Write a list, such as [one, two].', '请写成列表，如 [one, two]。'),
};

const hintFor = (
  hints: Hints,
  pointer: string,
  found: readonly SchemaError[],
  value: unknown,
): Sentence | undefined => {
  const place = `${pointer}/`;
  const hint = Object.entries(hints).find(([part]) => place.includes(part))?.[1];
  if (hint !== undefined) return hint;
  const allowed = allowedValues(found);
  if (allowed.length > 0) return oneOf(String(value), allowed);
  const limit = found.flatMap(({ keyword, params }) => {
    if (!('limit' in params)) return [];
    const bound = String(params.limit);
    return keyword.startsWith('max')
      ? [said(`Write at most ${bound}.`, `最多 ${bound}。`)]
      : [said(`Write at least ${bound}.`, `至少 ${bound}。`)];
  });
  return limit[0] ?? typeHints[typesOf(found)[0] ?? ''];
};

const shownAs = (value: unknown): Sentence => {
  if (Array.isArray(value)) return said('A list', '列表');
  if (typeof value === 'object' && value !== null) return said('A table', '“键: 值”表');
  if (typeof value === 'string') return said(`'${short(value)}'`, `“${short(value)}”`);
  const text = short(JSON.stringify(value) ?? '');
  return text === '' ? said('Nothing', '空白') : said(text, ` ${text} `);
};

const short = (text: string): string => (text.length > 58 ? `${text.slice(0, 56)}…` : text);

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

/** Whether the schema, or one that it is part of, is `writeOnly`, as JSON Schema marks what must not be repeated. */
const isSecret = (schema: TSchema, schemaPath: string): boolean => {
  let at: unknown = schema;
  return stepsOf(schemaPath).some((step) => {
    at = valueAt(at, [step]);
    return valueAt(at, ['writeOnly']) === true;
  });
};

const keysAt = (schema: TSchema, schemaPath: string): readonly string[] => {
  const properties = valueAt(valueAt(schema, stepsOf(schemaPath)), ['properties']);
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
};
