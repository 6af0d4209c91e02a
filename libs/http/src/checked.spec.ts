import { isLedgerError } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import Type from 'typebox';
import { checked } from './checked.ts';

const Body = Type.Object(
  {
    to: Type.Object({ department: Type.String({ minLength: 1 }) }, { minProperties: 1 }),
    level: Type.Optional(Type.Union([Type.Literal('major'), Type.Literal('crisis')])),
  },
  { additionalProperties: false },
);

const pathOf = (value: unknown): string | undefined => {
  try {
    checked(Body, value);
    return undefined;
  } catch (error) {
    return isLedgerError(error, 'invalid-input') ? `${error.details.path}: ${error.message}` : 'another error';
  }
};

describe('checked', () => {
  it('hands back what fits', () => {
    expect(checked(Body, { to: { department: 'sales' } })).toEqual({ to: { department: 'sales' } });
  });

  it.each([
    [{ to: {} }, 'to.department: to.department is missing.'],
    [{}, 'to: to is missing.'],
    [{ to: { department: 'sales' }, tto: 1 }, 'tto: tto is not a field that is known here.'],
    [{ to: { department: 'sales' }, level: 'angry' }, 'level: level must be one of "major", "crisis".'],
    [{ to: { department: 7 } }, 'to.department: to.department must be string.'],
    [[], 'body: body must be object.'],
  ])('names the place: %j', (value, expected) => {
    expect(pathOf(value)).toBe(expected);
  });
});
