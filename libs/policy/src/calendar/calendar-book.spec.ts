import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { isoDate } from '../time/civil.ts';
import { openCalendarBook } from './calendar-book.ts';

const folder = mkdtempSync(join(tmpdir(), 'calendars-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openCalendarBook', () => {
  it('takes a further year from a file of a few lines that extends the built-in calendar', () => {
    const file = join(folder, 'next-year.yaml');
    writeFileSync(
      file,
      "id: CN\nextends: CN\nversion: '2099.1'\nyears:\n  2099: { closed: { new-year: [01-01] }, open: [01-03] }\n",
    );
    const calendar = openCalendarBook({ extra: [file] }).calendar('CN');
    expect([calendar.version, calendar.firstYear, calendar.lastYear]).toEqual(['2099.1', 2004, 2099]);
    expect(calendar.openDays(2099).slice(0, 2).map(isoDate)).toEqual(['2099-01-02', '2099-01-03']);
    expect(calendar.openDays(2026)).toEqual(openCalendarBook().calendar('CN').openDays(2026));
    expect(() => calendar.openDays(2098)).toThrow(expect.objectContaining({ code: 'calendar' }));
  });

  it('names the calendars there are', () => {
    expect(openCalendarBook().ids()).toEqual(['CN']);
    expect(() => openCalendarBook().calendar('FR')).toThrow(
      expect.objectContaining({
        code: 'config',
        details: expect.objectContaining({ hint: expect.stringContaining('Installed are CN') }),
      }),
    );
  });
});
