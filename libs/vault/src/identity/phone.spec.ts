import { describe, expect, it } from '@jest/globals';
import { normalisePhone } from './phone.ts';

describe('normalisePhone', () => {
  it.each([
    ['', 'nothing'],
    ['   ', 'nothing'],
    ['匿名', 'no digit'],
    ['anonymous', 'no digit'],
    ['+', 'no digit'],
    ['110', 'fewer than five digits'],
    ['00000000000', 'one digit repeated'],
    ['0', 'one digit repeated'],
    ['138****0001', 'masked'],
    ['138＊＊＊＊0001', 'masked, full width'],
    ['138XXXX0001', 'masked with letters'],
    ['138 •••• 0001', 'masked with dots'],
  ])('finds nobody by %j (%s)', (phone) => {
    expect(normalisePhone(phone)).toBeUndefined();
  });

  it.each([
    '13800000001',
    ' 138 0000 0001 ',
    '138-0000-0001',
    '+8613800000001',
    '+86 138 0000 0001',
    '+86-138-0000-0001',
    '(+86)13800000001',
    '008613800000001',
    '0086 138 0000 0001',
    '8613800000001',
    '86 13800000001',
    '013800000001',
    '１３８０００００００１',
    '＋８６　１３８０００００００１',
    '+86 (0)138 0000 0001',
    'tel:+86-138-0000-0001',
    '13800000001（本人）',
  ])('reads %j as one mainland mobile', (phone) => {
    expect(normalisePhone(phone)).toBe('13800000001');
  });

  it.each([
    ['19912345678', '19912345678'],
    ['010-62345678', '01062345678'],
    ['（010）6234 5678', '01062345678'],
    ['+86 10 6234 5678', '+861062345678'],
    ['400-810-0000', '4008100000'],
    ['95588', '95588'],
    ['+852 9123 4567', '+85291234567'],
    ['00852 9123 4567', '+85291234567'],
    ['+1 (415) 555-0123', '+14155550123'],
    ['+1 380 000 0001', '+13800000001'],
    ['001 415 555 0123', '+14155550123'],
    ['+44 7911 123456', '+447911123456'],
    ['8612345', '8612345'],
    ['86128000000010', '86128000000010'],
    ['12800000001', '12800000001'],
    ['8612800000001', '8612800000001'],
  ])('reads %j as %s', (phone, number) => {
    expect(normalisePhone(phone)).toBe(number);
  });

  it('does not change what it made', () => {
    for (const phone of ['+8613800000001', '00852 9123 4567', '010-62345678', '+86 10 6234 5678']) {
      const once = normalisePhone(phone) ?? '';
      expect(normalisePhone(once)).toBe(once);
    }
  });
});
