import { LedgerError } from '@complaint-ledger/contracts';
import type { DocumentWrite } from './projection-store.ts';

/** A collection and the fields that queries may name. */
export interface Declared {
  readonly name: string;
  readonly fields: readonly string[];
}

export type FieldValue = string | number | null;

/** A write as an engine takes it: everything that can be wrong with it is found before anything is written. */
export interface EncodedWrite {
  readonly id: string;
  readonly replaces: number;
  readonly applied: number;
  readonly body: string;
  readonly values: readonly FieldValue[];
}

const wrong = (collection: Declared, write: DocumentWrite, what: string, path: string): LedgerError =>
  new LedgerError('invalid-input', `${collection.name}: document "${write.id}" ${what}`, { path });

export const encode = (collection: Declared, write: DocumentWrite): EncodedWrite => {
  const { id, fields, applied, replaces } = write;
  if (id === '') throw wrong(collection, write, 'has an empty id', 'id');
  if (!Number.isSafeInteger(applied) || applied < 1)
    throw wrong(collection, write, `is as of position ${applied}; positions start at 1`, 'applied');
  if (!Number.isSafeInteger(replaces) || replaces < 0)
    throw wrong(collection, write, `replaces ${replaces}, which is no position`, 'replaces');
  if (applied <= replaces)
    throw wrong(collection, write, `is as of ${applied}, no later than ${replaces}, which it replaces`, 'applied');
  const body: string | undefined = JSON.stringify(write.body);
  if (body === undefined) throw wrong(collection, write, 'has no body', 'body');
  const values = collection.fields.map((field) => fields[field] ?? null);
  for (const [index, value] of values.entries())
    if (value !== null && typeof value !== 'string' && !Number.isFinite(value))
      throw wrong(
        collection,
        write,
        `has a field that is neither text, number nor null`,
        `fields.${collection.fields[index]}`,
      );
  for (const field in fields)
    if (!collection.fields.includes(field))
      throw wrong(
        collection,
        write,
        `has the field "${field}", which the collection does not declare`,
        `fields.${field}`,
      );
  return { id, replaces, applied, body, values };
};

export const sameFields = (declared: readonly string[] | undefined, wanted: readonly string[]): boolean =>
  declared !== undefined && declared.length === wanted.length && wanted.every((field) => declared.includes(field));

export const otherFields = (declared: Declared, wanted: readonly string[]): LedgerError =>
  new LedgerError(
    'config',
    `${declared.name} is stored with the fields ${declared.fields.join(', ')}, not ${wanted.join(', ')}`,
    {
      path: 'fields',
      hint: `Rebuild the projection: drop ${declared.name} and replay the log, or give it a new version.`,
    },
  );

export const checkPosition = (position: number): void => {
  if (Number.isSafeInteger(position) && position >= 0) return;
  throw new LedgerError('invalid-input', `A checkpoint is a log position from 0, not ${position}`, {
    path: 'position',
  });
};

export const checkCount = (value: number, path: string): number => {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new LedgerError('invalid-input', `${path} must be a whole number from 0, not ${value}`, { path });
};

/** The field, when the collection declares it; `path` is where it was asked for. */
export const declaredField = (collection: Declared, field: string, path: string): string => {
  if (collection.fields.includes(field)) return field;
  throw new LedgerError('invalid-input', `${collection.name} has no field "${field}" to ask for`, {
    path,
    hint: `It declares: ${collection.fields.join(', ')}.`,
  });
};

export const unknownCollection = (name: string): LedgerError =>
  new LedgerError('invalid-input', `There is no collection "${name}"`, {
    path: 'collection',
    hint: 'Declare it with ensure() first.',
  });

/** `stored`: the version that is there; undefined when there is no such document. */
export const conflict = (
  collection: Declared,
  id: string,
  replaces: number,
  stored: number | undefined,
  written: string,
): LedgerError =>
  new LedgerError(
    'conflict',
    `${collection.name}: document "${id}" is ${stored === undefined ? 'not there' : `at ${stored}`}, and the write ${replaces === 0 ? 'takes it for new' : `replaces ${replaces}`}`,
    { path: id, hint: `Read the document again and fold the events that it lacks. ${written}` },
  );
