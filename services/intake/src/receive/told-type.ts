import {
  type InboundMessage,
  type InboundType,
  inboundMessages,
  inboundTypes,
  inboundSchemas,
} from '@complaint-ledger/contracts';
import { Compile } from 'typebox/compile';
import type { Problem } from './receipt.ts';

/** One inbound type, prepared for reading many messages of it. */
export interface ToldType {
  readonly type: InboundType;
  readonly message: InboundMessage;
  /** The external id of the matter; absent for what is about a source. */
  readonly idField?: 'complaintId' | 'callId';
  /** Fields that stay readable. */
  readonly clear: ReadonlySet<string>;
  /** Fields whose form the schema has checked. */
  readonly checked: ReadonlySet<string>;
  /** Fields whose value is a time. */
  readonly times: readonly string[];
  /** The first thing wrong with the data; undefined when it fits. */
  problemOf(data: unknown): Problem | undefined;
}

export const CONTROL_MESSAGE = 'has a control character';
export const CONTROL_HINT = 'Leave out line breaks, tabs and other characters that cannot be seen.';

/** What is read of the schema of one field. */
interface Field {
  readonly pattern?: string;
  readonly description?: string;
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

const describe = (errors: readonly SchemaError[], fields: Readonly<Record<string, Field>>): Problem => {
  const first = errors[0];
  if (first === undefined) {
    return { code: 'invalid-input', path: 'data', message: 'data does not fit its type', hint: 'See the schema.' };
  }
  if (first.keyword === 'required' && 'requiredProperties' in first.params) {
    const missing = (first.params.requiredProperties as readonly string[])[0] ?? '';
    const path = `data${dotted(first.instancePath)}.${missing}`;
    return { code: 'invalid-input', path, message: `${path} is missing`, hint: `Give ${path}.` };
  }
  const path = `data${dotted(first.instancePath)}`;
  const choices = errors
    .filter((error) => error.keyword === 'const' && error.instancePath === first.instancePath)
    .map((error) => ('allowedValue' in error.params ? String(error.params.allowedValue) : ''));
  if (choices.length > 1) {
    return {
      code: 'invalid-input',
      path,
      message: `${path} is none of the values there are`,
      hint: `Use one of: ${choices.join(', ')}.`,
    };
  }
  if (first.keyword === 'pattern' && 'pattern' in first.params && first.params.pattern === inboundSchemas.PRINTABLE) {
    return { code: 'invalid-input', path, message: `${path} ${CONTROL_MESSAGE}`, hint: CONTROL_HINT };
  }
  const field = first.instancePath.split('/')[1] ?? '';
  const about = fields[field]?.description;
  if (first.keyword === 'type' && 'type' in first.params && first.params.type === 'string') {
    return {
      code: 'invalid-input',
      path,
      message: `${path} must be text`,
      hint: 'Put it in quotation marks, or leave the field out when there is nothing to say.',
    };
  }
  return {
    code: 'invalid-input',
    path,
    message: `${path} ${first.message}`,
    hint: about === undefined ? `Mend ${path}.` : `Expected: ${about}.`,
  };
};

const prepare = (type: InboundType): ToldType => {
  const message: InboundMessage = inboundMessages[type];
  const validator = Compile(message.data);
  const fields = message.data.properties as Readonly<Record<string, Field>>;
  const idField = 'complaintId' in fields ? 'complaintId' : 'callId' in fields ? 'callId' : undefined;
  const timePattern = (inboundSchemas.Timestamp as Field).pattern;
  const times = Object.keys(fields).filter((name) => fields[name]?.pattern === timePattern);
  return {
    type,
    message,
    ...(idField === undefined ? {} : { idField }),
    clear: new Set(message.clear),
    checked: new Set(Object.keys(fields)),
    times,
    problemOf: (data) => (validator.Check(data) ? undefined : describe(validator.Errors(data), fields)),
  };
};

const prepared: ReadonlyMap<string, ToldType> = new Map(inboundTypes.map((type) => [type, prepare(type)]));

/** What is known about an inbound type; undefined for a type that is not one. */
export const toldType = (type: string): ToldType | undefined => prepared.get(type);
