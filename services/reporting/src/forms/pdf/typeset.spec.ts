import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advanceOf } from './form-fonts.ts';
import { linesOf, printable, runsOf } from './typeset.ts';

const widthOf = (line: string): number =>
  Array.from(line).reduce((sum, character) => sum + advanceOf(character.codePointAt(0) ?? 0), 0) / 100;

describe('typesetting', () => {
  it('REP-4: parts Chinese between any two characters, and no word of letters', () => {
    expect(linesOf('刹车片更换', 31, 10)).toEqual(['刹车片', '更换']);
    expect(linesOf('brake pads replaced', 52, 10)).toEqual(['brake pads', 'replaced']);
  });

  it('REP-4: begins no line with a closing mark and ends none with an opening one', () => {
    expect(linesOf('刹车片，更换', 31, 10)).toEqual(['刹车', '片，更', '换']);
    expect(linesOf('刹车（更换）', 31, 10)).toEqual(['刹车', '（更', '换）']);
  });

  it('REP-4: parts a word that is wider than the line', () => {
    const lines = linesOf('A'.repeat(40), 60, 10);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join('')).toBe('A'.repeat(40));
  });

  it('REP-4: no line is too wide and nothing is lost, whatever is written', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('刹车片更换，。（）abc DEF-1/2 “”…\n𬭊é')) });
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 400 }), (written, width) => {
        const lines = linesOf(written, width, 10);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        const letters = (of: string): string => of.normalize('NFC').replaceAll(/\s/g, '');
        expect(letters(lines.join(''))).toBe(letters(written));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('REP-4: shows line breaks and tabs, drops control characters, spells what no font has', () => {
    expect(printable('a\r\nb\tc\u0007\u200bd')).toBe('a\nb cd');
    expect(printable('😀한')).toBe('[U+1F600][U+D55C]');
  });

  it('REP-4: takes letters and ideographs each from the font that has them', () => {
    expect(runsOf('沪A·䶮')).toEqual([
      { font: 'ideographs', text: '沪' },
      { font: 'supplement', text: 'A·' },
      { font: 'ideographs', text: '䶮' },
    ]);
  });
});
