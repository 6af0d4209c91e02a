import { describe, expect, it } from '@jest/globals';
import { isWorkingLength, parseLength } from './length.ts';
import { parseMoney } from './money.ts';

describe('parseLength', () => {
  it.each([
    ['30s', { clock: 'elapsed', ms: 30_000 }],
    ['30min', { clock: 'elapsed', ms: 1_800_000 }],
    ['24h', { clock: 'elapsed', ms: 86_400_000 }],
    ['1.5 h', { clock: 'elapsed', ms: 5_400_000 }],
    ['15d', { clock: 'elapsed', ms: 1_296_000_000 }],
    ['3 working days', { clock: 'working', amount: 3, unit: 'day' }],
    ['1 working day', { clock: 'working', amount: 1, unit: 'day' }],
    ['2 working hours', { clock: 'working', amount: 2, unit: 'hour' }],
    ['given', { clock: 'given' }],
    ['same day', { clock: 'same-day' }],
    ['same working day', { clock: 'same-working-day' }],
  ])('reads %s', (text, expected) => {
    expect(parseLength(text)).toEqual(expected);
  });

  it.each([
    '0min',
    '0 working days',
    '3 weeks',
    '-1h',
    '3working days',
    '',
    'h',
    'same days',
    'Same day',
    '0.0001s',
    'toString',
  ])('takes %j for no length', (text) => {
    expect(parseLength(text)).toBeUndefined();
  });
});

describe('isWorkingLength', () => {
  it('tells what takes a calendar to count', () => {
    const lengths = ['3 working days', '2 working hours', 'same working day', 'same day', '24h', 'given'];
    expect(lengths.map((text) => isWorkingLength(parseLength(text) ?? { clock: 'given' }))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('parseMoney', () => {
  it('reads yuan into fen', () => {
    expect(['20 CNY', '0.05 CNY', '12.5 CNY', '999999999999 CNY'].map(parseMoney)).toEqual([
      2000, 5, 1250, 99_999_999_999_900,
    ]);
  });

  it('takes anything else for no amount', () => {
    expect(['20', '20 USD', '20.005 CNY', '1e3 CNY', '9999999999999 CNY'].map(parseMoney)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
