import type { Document, Filter } from 'mongodb';
import { type Declared, declaredField } from '../declared.ts';
import type { FieldRange } from '../projection-store.ts';

/** A document as MongoDB holds it. The body is its JSON: names with dots and dollars stay what they are. */
export interface Held extends Document {
  readonly _id: string;
  readonly applied: number;
  /** The batch that wrote it: two that replace the same version are told apart. */
  readonly by: string;
  readonly body: string;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

/** Where a field is held. */
export const place = (field: string): string => `fields.${field}`;

/** A range matches values of its own type only, as MongoDB compares. */
export const filterOf = (collection: Declared, where: readonly FieldRange[] = []): Filter<Held> => {
  const terms = where.map(({ field, equals, from, before }, index) => ({
    [place(declaredField(collection, field, `where[${index}].field`))]: {
      ...(equals === undefined ? {} : { $eq: equals }),
      ...(from === undefined ? {} : { $gte: from }),
      ...(before === undefined ? {} : { $lt: before }),
    },
  }));
  return terms.length === 0 ? {} : { $and: terms };
};
