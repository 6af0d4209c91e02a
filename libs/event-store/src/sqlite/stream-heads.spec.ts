import { describe, expect, it } from '@jest/globals';
import { StreamHeads } from './stream-heads.ts';

describe('stream heads', () => {
  it('keep those used last and forget the others', () => {
    const heads = new StreamHeads(3);
    heads.set('used', { id: 1, revision: 0 });
    for (let i = 0; i < 20; i++) {
      expect(heads.get('used')).toEqual({ id: 1, revision: 0 });
      heads.set(`other-${i}`, { id: i + 2, revision: i });
    }
    expect(heads.get('other-19')).toEqual({ id: 21, revision: 19 });
    expect(heads.get('other-0')).toBeUndefined();
    heads.clear();
    expect(heads.get('used')).toBeUndefined();
  });

  it('give the newest head of a stream', () => {
    const heads = new StreamHeads(2);
    for (let revision = 0; revision < 9; revision++) {
      heads.set('case-1', { id: 1, revision });
      heads.set(`filler-${revision}`, { id: 2, revision: 0 });
      expect(heads.get('case-1')).toEqual({ id: 1, revision });
    }
  });
});
