import { describe, expect, it } from '@jest/globals';
import { projected, recorded } from '../testing/project.ts';
import { tourStory } from '../testing/tour.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { buildReport } from './build-report.ts';
import type { FigureTree, Report, ReportKind } from './report.ts';
import { figureAt } from './figure-at.ts';

const report = async (kind: ReportKind, period: string): Promise<Report> => {
  const { events } = tourStory();
  const store = await projected(tallyProjection(), recorded(events));
  return buildReport(store, { kind, period, zone: 'Asia/Shanghai', asOf: { position: events.length } });
};

const byDepartment = ({ departments }: Report, path: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(departments)
      .map(([name, { figures }]) => [name, figureAt(figures, path)] as const)
      .filter(([, value]) => value !== undefined && value !== 0 && value !== '0.00'),
  );

const at = (tree: FigureTree, path: string): unknown => figureAt(tree, path);

describe('a weekly report', () => {
  it('counts what was filed by the week of filing, in the present department (REP-2)', async () => {
    const week = await report('weekly', '2026-W13');
    expect(at(week.company.figures, 'filed.total')).toBe(6);
    expect(at((await report('weekly', '2026-W14')).company.figures, 'filed.total')).toBe(1);
    expect(byDepartment(week, 'filed.total')).toEqual({ 'after-sales': 3, finance: 1, quality: 1, sales: 1 });
    expect(at(week.company.figures, 'filed.byLevel')).toEqual({ dissatisfied: 4, 'very-dissatisfied': 1, major: 1 });
  });

  it('counts a transfer too many against the unit that passed the matter on (XFER-1, XFER-4)', async () => {
    const week = await report('weekly', '2026-W13');
    expect(at(week.company.figures, 'transfers.count')).toBe(2);
    expect(byDepartment(week, 'transfers.count')).toEqual({ sales: 1, finance: 1 });
    expect(byDepartment(week, 'transfers.violations')).toEqual({ finance: 1 });
    expect(at(week.company.figures, 'transfers.byRule')).toEqual({ 'XFER-1': { observed: 1, refused: 0 } });
  });

  it('counts a miss and its fine at the due time, less what was reversed (PEN-1, PEN-3)', async () => {
    const w13 = await report('weekly', '2026-W13');
    const w14 = await report('weekly', '2026-W14');
    expect(byDepartment(w13, 'responsesMissed')).toEqual({ 'after-sales': 1 });
    expect(byDepartment(w14, 'responsesMissed')).toEqual({ quality: 2, sales: 2 });
    expect(byDepartment(w13, 'penalties.assessedCNY')).toEqual({ 'after-sales': '50.00' });
    expect(byDepartment(w13, 'penalties.reversedCNY')).toEqual({ 'after-sales': '20.00' });
    expect(byDepartment(w13, 'penalties.netFen')).toEqual({ 'after-sales': 3000 });
    expect(byDepartment(w14, 'penalties.netCNY')).toEqual({ quality: '100.00', sales: '160.00' });
  });

  it('counts each case by its last answer (FUP-3)', async () => {
    const { company } = await report('weekly', '2026-W13');
    expect(company.figures['satisfaction']).toMatchObject({
      asked: 2,
      satisfied: 2,
      notSatisfied: 0,
      satisfiedPercent: 100,
      averageRating: 5,
    });
  });

  it('says what is open and overdue at its end', async () => {
    const week = await report('weekly', '2026-W14');
    expect(at(week.company.figures, 'open')).toBe(2);
    expect(byDepartment(week, 'open')).toEqual({ quality: 1, sales: 1 });
    expect(byDepartment(week, 'overdue.total')).toEqual({ sales: 2 });
    expect(at((await report('weekly', '2026-W13')).company.figures, 'pending.byDeadline')).toEqual({
      'first-response': 1,
      'second-response': 1,
    });
  });

  it('compares with the week before', async () => {
    const { company, periodBefore, yearBefore } = await report('weekly', '2026-W14');
    expect([periodBefore, yearBefore]).toEqual(['2026-W13', '2025-W14']);
    expect(company.periodBefore['filed.total']).toEqual({ before: 6, change: -5, percent: -83.3 });
    expect(company.yearBefore?.['filed.total']).toEqual({ before: 0, change: 1, percent: null });
  });

  it('gives the timeliness of each deadline, a reversed miss counting as kept', async () => {
    const { company } = await report('weekly', '2026-W13');
    expect(at(company.figures, 'deadlines.first-response')).toEqual({
      due: 4,
      met: 3,
      missed: 2,
      reversed: 1,
      timelinessPercent: 75,
    });
  });
});

describe('longer periods', () => {
  it('a month, its quarter and its year count by the same rules', async () => {
    const month = await report('monthly', '2026-03');
    expect(at(month.company.figures, 'filed.total')).toBe(7);
    expect(byDepartment(month, 'penalties.netCNY')).toEqual({ 'after-sales': '30.00', quality: '100.00' });
    const april = await report('monthly', '2026-04');
    expect(at(april.company.figures, 'filed.total')).toBe(0);
    expect(byDepartment(april, 'penalties.netCNY')).toEqual({ sales: '160.00' });
    const year = await report('annual', '2026');
    expect(byDepartment(year, 'penalties.netCNY')).toEqual({
      'after-sales': '30.00',
      quality: '100.00',
      sales: '160.00',
    });
    const quarter = await report('quarterly', '2026-Q1');
    expect(quarter.company.figures).toEqual(month.company.figures);
  });

  it('refuses a period that there is not, by name (REP-1)', async () => {
    await expect(report('weekly', '2026-W60')).rejects.toMatchObject({
      code: 'invalid-input',
      details: { path: 'period' },
    });
  });
});
