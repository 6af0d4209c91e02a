import { describe, expect, it } from '@jest/globals';
import { Recent } from './recent.ts';

describe('what was used recently', () => {
  it('is kept, and the rest forgotten', () => {
    const recent = new Recent<string, number>(3);
    recent.set('used', 1);
    for (let i = 0; i < 20; i++) {
      expect(recent.get('used')).toBe(1);
      recent.set(`other-${i}`, i);
    }
    expect(recent.get('other-19')).toBe(19);
    expect(recent.get('other-0')).toBeUndefined();
    recent.clear();
    expect(recent.get('used')).toBeUndefined();
  });

  it('has its newest value, and none when it is deleted', () => {
    const recent = new Recent<string, number>(2);
    for (let i = 0; i < 9; i++) {
      recent.set('case-1', i);
      recent.set(`filler-${i}`, 0);
      expect(recent.get('case-1')).toBe(i);
    }
    recent.delete('case-1');
    expect(recent.get('case-1')).toBeUndefined();
  });
});
