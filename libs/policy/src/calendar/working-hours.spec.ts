import { describe, expect, it } from '@jest/globals';
import { overlap, parseShift } from './working-hours.ts';

describe('parseShift', () => {
  it('reads minutes after midnight, up to the end of the day', () => {
    expect(parseShift('09:00-18:00')).toEqual({ start: 540, end: 1080 });
    expect(parseShift('00:00-24:00')).toEqual({ start: 0, end: 1440 });
  });

  it.each([
    ['9-18', "'9-18' is not written like 09:00-18:00."],
    ['09:60-18:00', "'09:60-18:00' names a time that no clock shows."],
    ['09:00-24:30', "'09:00-24:30' names a time that no clock shows."],
    ['09:00-09:00', "'09:00-09:00' is no time at all."],
    ['22:00-06:00', "'22:00-06:00' ends before it begins; split hours over midnight into 22:00-24:00 and 00:00-06:00."],
  ])('says what is wrong with %s', (text, fault) => {
    expect(parseShift(text)).toMatchObject({ en: fault, 'zh-CN': expect.stringMatching(/\p{Script=Han}/u) });
  });
});

describe('overlap', () => {
  it('finds shifts that share a minute, in any order, and lets them meet', () => {
    const [morning, noon, evening] = [
      { start: 540, end: 720 },
      { start: 719, end: 800 },
      { start: 720, end: 1080 },
    ];
    expect(overlap([evening, morning])).toBeUndefined();
    expect(overlap([evening, noon])).toEqual([noon, evening]);
    expect(overlap([noon, morning])).toEqual([morning, noon]);
  });
});
