import { LedgerError } from '@complaint-ledger/contracts';

const COLLECTION = /^[a-z][a-z0-9-]{0,39}(@[0-9]{1,6})?$/;
const FIELD = /^[a-z][A-Za-z0-9_]{0,39}$/;

/** Names that every document has beside its fields. */
const RESERVED: ReadonlySet<string> = new Set(['id', 'applied', 'body', 'rowid', 'oid']);

/** `tallies@1`: lower case, digits and dashes, and a version. Throws `invalid-input`. */
export const checkCollectionName = (name: string): void => {
  if (COLLECTION.test(name)) return;
  throw new LedgerError('invalid-input', `"${name}" is not a name for a collection`, {
    path: 'collection',
    hint: 'Use lower-case letters, digits and dashes, at most 40, and a version, such as tallies@1.',
  });
};

/** Names of fields: `filedAt`, no two that differ in case only. Throws `invalid-input`. */
export const checkFieldNames = (fields: readonly string[]): void => {
  const seen = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const lower = field.toLowerCase();
    if (FIELD.test(field) && !RESERVED.has(lower) && !seen.has(lower)) {
      seen.add(lower);
      continue;
    }
    throw new LedgerError('invalid-input', `"${field}" cannot be the name of a field`, {
      path: `fields[${index}]`,
      hint: `Use a letter, then letters, digits and underscores, each name once; not ${[...RESERVED].join(', ')}.`,
    });
  }
};
