import { describe, expect, it } from '@jest/globals';
import { agrees, readPlaceNote, writePlaceNote } from './place-note.ts';

describe('the note beside a committed offset', () => {
  it('comes back as it was, and is short enough for every broker', () => {
    const note = { reached: Number.MAX_SAFE_INTEGER, saved: Array.from({ length: 64 }, () => Number.MAX_SAFE_INTEGER) };
    const text = writePlaceNote(note);
    expect(text.length).toBeLessThan(1_000);
    expect(readPlaceNote(text, 64)).toEqual(note);
  });

  it.each(['', '1:a:', '2:a:1,2', '1:a:1', '1:a:1,2,3', 'hello'])('is not read from "%s"', (text) => {
    expect(readPlaceNote(text, 2)).toBeUndefined();
  });

  it('agrees with checkpoints that stand or have moved on, not with one that has gone back', () => {
    const note = { reached: 9, saved: [3, 9] };
    expect(agrees(note, [3, 9])).toBe(true);
    expect(agrees(note, [5, 12])).toBe(true);
    expect(agrees(note, [12, 8])).toBe(false);
  });
});
