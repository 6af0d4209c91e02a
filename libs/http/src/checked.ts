import { LedgerError, inboundSchemas } from '@complaint-ledger/contracts';
import type { Static, TSchema } from 'typebox';
import { type Validator, Compile } from 'typebox/compile';

const compiled = new WeakMap<TSchema, Validator>();

const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema) as Validator;
  compiled.set(schema, made);
  return made;
};

interface Complaint {
  readonly path: string;
  readonly message: string;
}

const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('.');

const firstComplaint = (validator: Validator, value: unknown): Complaint => {
  const errors = validator.Errors(value);
  const required = errors.find(({ keyword }) => keyword === 'required');
  const unknown = errors.find(({ keyword }) => keyword === 'additionalProperties');
  const first = required ?? unknown ?? errors[0];
  if (first === undefined) return { path: '', message: 'does not fit' };
  const place = dotted(first.instancePath);
  if (first.keyword === 'required') {
    const missing = (first.params as { requiredProperties: readonly string[] }).requiredProperties;
    return { path: join(place, missing[0] ?? ''), message: 'is missing' };
  }
  if (first.keyword === 'additionalProperties') {
    const extra = (first.params as { additionalProperties: readonly string[] }).additionalProperties;
    return { path: join(place, extra[0] ?? ''), message: 'is not a field that is known here' };
  }
  if (first.keyword === 'const') {
    const allowed = errors
      .filter(({ keyword, instancePath }) => keyword === 'const' && instancePath === first.instancePath)
      .map(({ params }) => JSON.stringify((params as { allowedValue: unknown }).allowedValue));
    return { path: place, message: `must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}` };
  }
  if (first.keyword === 'pattern' && (first.params as { pattern: unknown }).pattern === inboundSchemas.PRINTABLE)
    return { path: place, message: 'has a control character' };
  return { path: place, message: first.message };
};

/**
 * The value, if it fits the schema. LedgerError `invalid-input` naming the first place that does not.
 * `root` names what the value is (`body`, `query`) when the whole of it is wrong.
 */
export const checked = <Schema extends TSchema>(schema: Schema, value: unknown, root = 'body'): Static<Schema> => {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const { path, message } = firstComplaint(validator, value);
  const place = path === '' ? root : path;
  throw new LedgerError('invalid-input', `${place} ${message}.`, { path: place });
};
