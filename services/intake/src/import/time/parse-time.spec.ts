import { describe, expect, it } from '@jest/globals';
import { parseTime } from './parse-time.ts';

const shanghai = (text: string, ...formats: string[]) => parseTime(text, { formats, zone: 'Asia/Shanghai' });
const newYork = (text: string) => parseTime(text, { formats: ['iso'], zone: 'America/New_York' });

describe('parseTime', () => {
  it.each([
    ['2012-01-23T15:42:54+01:00', '2012-01-23T15:42:54+01:00'],
    ['2011-10-11 13:42:22.688000+02:00', '2011-10-11T13:42:22.688+02:00'],
    ['2012-01-23 15:42:54 +0100', '2012-01-23T15:42:54+01:00'],
    ['2012-01-23T15:42Z', '2012-01-23T15:42:00Z'],
    ['2012-01-23T15:42:54.123456789+08', '2012-01-23T15:42:54.123456789+08:00'],
    ['2012-01-23 15:42', '2012-01-23T15:42:00+08:00'],
    ['2012-01-23', '2012-01-23T00:00:00+08:00'],
  ])('reads %s as ISO 8601', (text, expected) => {
    expect(shanghai(text, 'iso')).toMatchObject({ text: expected, ms: Date.parse(expected) });
  });

  it.each(['2012-02-30', '2012-13-01', '2012-01-23 25:00', '2012-01-23 10:60', '2012-1-2', '23.01.2012', '', 'n/a'])(
    'takes %j for no ISO time',
    (text) => {
      expect(shanghai(text, 'iso')).toBe('format');
    },
  );

  it('tries formats in their order', () => {
    const formats = ['yyyy/M/d H:mm:ss', 'yyyy/M/d', 'iso', 'excel'];
    expect(shanghai('2019/4/25 9:32:09', ...formats)).toMatchObject({ text: '2019-04-25T09:32:09+08:00' });
    expect(shanghai('2018/4/24', ...formats)).toMatchObject({ text: '2018-04-24T00:00:00+08:00' });
    expect(shanghai('2018-04-24 1:02:03', ...formats)).toBe('format');
    expect(shanghai('43563.359259259261', ...formats)).toMatchObject({ text: '2019-04-08T08:37:20+08:00' });
  });

  it.each([
    ['1', '1900-01-01T00:00:00'],
    ['59', '1900-02-28T00:00:00'],
    ['61', '1900-03-01T00:00:00'],
    ['2958465', '9999-12-31T00:00:00'],
  ])('reads Excel serial %s of the 1900 system', (text, wall) => {
    expect(parseTime(text, { formats: ['excel'], zone: 'UTC' })).toMatchObject({ text: `${wall}+00:00` });
  });

  it('takes what no sheet can hold for no Excel serial', () => {
    expect(shanghai('2958466', 'excel')).toBe('format');
    expect(shanghai('-1', 'excel')).toBe('format');
    expect(shanghai('2019', 'iso')).toBe('format');
  });

  it('reads seconds and milliseconds since 1970', () => {
    expect(shanghai('1556155929', 'epoch-s')).toMatchObject({ text: '2019-04-25T09:32:09+08:00' });
    expect(shanghai('1556155929250', 'epoch-ms')).toMatchObject({ ms: 1_556_155_929_250 });
  });

  it('keeps an offset that the format names', () => {
    expect(shanghai('25 Apr 2019 09:32 +0200', 'd MMM yyyy HH:mm ZZZ')).toMatchObject({
      text: '2019-04-25T09:32:00+02:00',
    });
  });

  it('needs a zone for a time without offset', () => {
    expect(parseTime('2019-04-25 09:32', { formats: ['iso'], zone: undefined })).toBe('zone');
    expect(parseTime('2019-04-25 09:32Z', { formats: ['iso'], zone: undefined })).toMatchObject({
      ms: 1_556_184_720_000,
    });
  });

  it('moves a time that the clocks skipped forward, and says so', () => {
    expect(newYork('2022-03-13 02:30:00')).toEqual({
      text: '2022-03-13T03:30:00-04:00',
      ms: Date.parse('2022-03-13T03:30:00-04:00'),
      note: 'skipped',
    });
  });

  it('takes the first of a time that the clocks showed twice, and says so', () => {
    expect(newYork('2022-11-06 01:30:00')).toMatchObject({ text: '2022-11-06T01:30:00-04:00', note: 'twice' });
    expect(newYork('2022-11-06 00:59:59')).not.toHaveProperty('note');
    expect(newYork('2022-11-06 02:00:00')).toMatchObject({ text: '2022-11-06T02:00:00-05:00' });
    expect(newYork('2022-11-06 02:00:00')).not.toHaveProperty('note');
  });
});
