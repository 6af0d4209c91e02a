import { type CommandName, commandBodies, isLedgerError } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import Type, { type TSchema } from 'typebox';
import { checked } from './checked.ts';

const Body = Type.Object(
  {
    to: Type.Object({ department: Type.String({ minLength: 1 }) }, { minProperties: 1 }),
    level: Type.Optional(Type.Union([Type.Literal('major'), Type.Literal('crisis')])),
  },
  { additionalProperties: false },
);

const pathOf = (value: unknown, schema: TSchema = Body): string | undefined => {
  try {
    checked(schema, value);
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

  it.each<readonly [CommandName, object, string]>([
    ['assign', { department: 'sales\u0000' }, 'department'],
    ['assign', { person: 'handler\n7', by: 'head' }, 'person'],
    ['transfer', { to: { group: '\tgroup' } }, 'to.group'],
    ['resolve', { summary: 'told\nand settled', by: 'agent\u001f' }, 'by'],
    ['close', { outcome: '\u007f' }, 'outcome'],
  ])('refuses a control character in a name of %s: %j', (name, body, path) => {
    expect(pathOf(body, commandBodies[name])).toBe(`${path}: ${path} has a control character.`);
  });
});
