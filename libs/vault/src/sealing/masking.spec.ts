import { describe, expect, it } from '@jest/globals';
import { maskFields } from './masking.ts';

describe('maskFields', () => {
  it.each([
    ['name', '张三', '张＊＊'],
    ['name', '欧阳娜娜', '欧＊＊'],
    ['name', ' 李', '李＊＊'],
    ['name', '𠮷野', '𠮷＊＊'],
    ['contactName', 'Smith', 'S＊＊'],
    ['姓名', '王五', '王＊＊'],
    ['phone', '13800000001', '138****0001'],
    ['phone', '+86 138 0000 0001', '138****0001'],
    ['callerPhone', '+447911123456', '+44****3456'],
    ['phone', '62345678', '****5678'],
    ['phone', '95588', '＊＊＊'],
    ['mobile', '打我老婆的', '＊＊＊'],
    ['idNumber', '11010119900307123X', '****123X'],
    ['idNumber', '1234567', '＊＊＊'],
    ['account', '6222000011112222', '****2222'],
    ['email', 'alice@example.com', 'a***@example.com'],
    ['email', 'a@example.com', '＊＊＊'],
    ['email', 'no address', '＊＊＊'],
    ['address', '北京市海淀区中关村大街1号', '北京市海淀区＊＊＊'],
    ['address', '1204室', '＊＊＊'],
    ['room', '12-3-1204', '＊＊＊'],
    ['gender', 'female', '＊＊＊'],
    ['detail', '张三的手机13800000001', '＊＊＊'],
    ['anything', 'x', '＊＊＊'],
  ])('%s: %j is shown as %j', (field, value, shown) => {
    expect(maskFields({ [field]: value })).toEqual({ [field]: shown });
  });

  it('goes by the innermost name, through objects and lists', () => {
    expect(
      maskFields({
        complainant: { name: '张三', phones: ['13800000001', '13900000002'], spouse: { name: '李四', note: '同住' } },
        handover: { contact: '找张三' },
        evidence: [{ name: '发票', text: '…' }, '录音'],
      }),
    ).toEqual({
      complainant: {
        name: '张＊＊',
        phones: ['138****0001', '139****0002'],
        spouse: { name: '李＊＊', note: '＊＊＊' },
      },
      handover: { contact: '＊＊＊' },
      evidence: [{ name: '发＊＊', text: '＊＊＊' }, '＊＊＊'],
    });
  });

  it('hides numbers and yes/no, and leaves what is empty empty', () => {
    expect(maskFields({ age: 45, pregnant: true, detail: '', note: null })).toEqual({
      age: '＊＊＊',
      pregnant: '＊＊＊',
      detail: '',
      note: null,
    });
  });

  it('keeps a field named __proto__ a field', () => {
    const fields = JSON.parse('{"__proto__": "x", "name": "张三"}') as Record<string, string>;
    expect(JSON.stringify(maskFields(fields))).toBe('{"__proto__":"＊＊＊","name":"张＊＊"}');
  });
});
