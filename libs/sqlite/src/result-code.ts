/** Primary result codes of SQLite that the ledger tells apart (https://sqlite.org/rescode.html). */
const CODES = {
  5: 'busy',
  6: 'locked',
  8: 'read-only',
  11: 'corrupt',
  13: 'full',
  14: 'cannot-open',
  26: 'not-a-database',
} as const;

export type ResultCode = (typeof CODES)[keyof typeof CODES] | 'other';

/** By shape and not `instanceof`: what Node itself throws need not come from this realm (jest runs code in another). */
const shapeOf = (error: unknown): { readonly errcode?: unknown; readonly message?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/** What SQLite threw; undefined when it was not SQLite. */
export const resultCode = (error: unknown): ResultCode | undefined => {
  const { errcode } = shapeOf(error);
  if (typeof errcode !== 'number') return undefined;
  return (CODES as Readonly<Record<number, ResultCode>>)[errcode & 0xff] ?? 'other';
};

export const messageOf = (error: unknown): string => {
  const { message } = shapeOf(error);
  return typeof message === 'string' ? message : String(error);
};
