import {
  inboundMessages,
  inboundTypes,
  isInboundType,
  said,
  type InboundType,
  type JsonObject,
  type JsonValue,
} from '@complaint-ledger/contracts';
import { Compile } from 'typebox/compile';
import { oneOf, type Path } from '@complaint-ledger/policy';
import type { SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import type { Binding } from './binding.ts';
import { fieldKind, requiredFields } from './field-kind.ts';
import type { Fields } from './mapping-schema.ts';
import { bindValue, type RowValue } from './value.ts';

/** Data of a message; `base` are the fields that the import itself fills. */
export type RowData = (row: SourceRow, base: JsonObject) => JsonObject;

const validators = new Map<
  InboundType,
  { Check(value: unknown): boolean; Errors(value: unknown): { instancePath: string; message: string }[] }
>();
const validatorOf = (type: InboundType) => {
  let validator = validators.get(type);
  if (!validator) validators.set(type, (validator = Compile(inboundMessages[type].data)));
  return validator;
};

export const bindType = (binding: Binding, type: string, path: Path): InboundType | undefined => {
  if (isInboundType(type) && type !== 'source.advanced') return type;
  if (type === 'source.advanced') {
    binding.problem(
      path,
      said('source.advanced is made by the import itself.', 'source.advanced 由导入程序自行产生。'),
      said('See clock: and snapshot:.', '请用 clock: 和 snapshot:。'),
    );
  } else {
    binding.problem(
      path,
      said(`There is no message type '${type}'.`, `没有消息类型“${type}”。`),
      oneOf(type, inboundTypes),
    );
  }
  return undefined;
};

/** Ties the fields of one message; `given` names what the import fills itself. */
export const bindData = (
  binding: Binding,
  type: InboundType,
  fields: Fields | undefined,
  given: readonly string[],
  path: Path,
): RowData => {
  const setters: { readonly names: readonly string[]; readonly value: RowValue }[] = [];
  for (const [name, value] of Object.entries(fields ?? {})) {
    const kind = fieldKind(type, name);
    const place = [...path, name];
    if (typeof kind === 'object') binding.problem(place, kind.problem, kind.hint);
    else setters.push({ names: name.split('.'), value: bindValue(binding, value, kind, place) });
  }
  const filled = new Set([...given, ...setters.map(({ names }) => names[0] ?? '')]);
  const missing = requiredFields(type).filter((name) => !filled.has(name));
  if (missing.length > 0)
    binding.problem(
      path,
      said(`${type} needs ${missing.join(', ')}.`, `${type} 缺少 ${missing.join('、')}。`),
      said('Add it to fields:.', '请补在 fields: 下。'),
    );
  const validator = validatorOf(type);
  return (row, base) => {
    const data: Record<string, JsonValue | undefined> = { ...base };
    for (const { names, value } of setters) {
      const found = value(row);
      if (found !== undefined) put(data, names, found);
    }
    if (!validator.Check(data)) {
      const [error] = validator.Errors(data);
      throw new RowProblem(
        `${type}: ${error?.instancePath.slice(1).replaceAll('/', '.') ?? ''} ${error?.message ?? 'is not valid'}`,
      );
    }
    return data;
  };
};

const put = (data: Record<string, JsonValue | undefined>, names: readonly string[], value: JsonValue): void => {
  const [name = '', ...rest] = names;
  if (rest.length === 0) {
    data[name] = value;
    return;
  }
  const inside = data[name];
  const next: Record<string, JsonValue | undefined> = isObject(inside) ? { ...inside } : {};
  data[name] = next;
  put(next, rest, value);
};

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
