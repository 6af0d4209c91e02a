import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['saels', 'sales'],
    ['dissatisfed', 'dissatisfied'],
    ['Levels', 'levels'],
    ['deadline', 'deadlines'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, ['sales', 'levels', 'deadlines', 'dissatisfied'])).toBe(meant);
  });

  it('guesses nothing when nothing is close', () => {
    expect(nearest('finance', ['sales', 'quality'])).toBeUndefined();
    expect(nearest('ab', [])).toBeUndefined();
  });
});
