import { describe, expect, it } from '@jest/globals';
import { caseProjection } from '../cases/case-projection.ts';
import { penaltyLines } from '../cases/penalty-lines.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { projected, recorded } from '../testing/project.ts';
import { tourStory } from '../testing/tour.ts';
import { buildReport } from './build-report.ts';
import { csv } from './csv.ts';
import { findFigure } from './figure-path.ts';
import { leaves } from './leaves.ts';
import { measures } from './measures.ts';
import { renderReport } from './render-report.ts';
import type { Report, ReportContents } from './report.ts';
import { reportCsv } from './report-csv.ts';
import type { Targets } from './targets.ts';
import { bar, displayWidth, textTable } from './text-table.ts';
import type { Vocabulary } from './titles.ts';

const zone = 'Asia/Shanghai';

const tour = async () => {
  const events = recorded(tourStory().events);
  const store = await projected(tallyProjection(), events);
  await projected(caseProjection(), events, { store });
  const report = await buildReport(store, { kind: 'weekly', period: '2026-W13', zone, asOf: { position: 65 } });
  return { report, penalties: await penaltyLines(store, { kind: 'week', period: '2026-W13', zone }) };
};

const vocabulary: Vocabulary = (of, id, language) =>
  of === 'levels' && id === 'major' ? { 'zh-CN': '重大投诉', en: 'major complaint' }[language] : undefined;

describe('the registry of figures (REP-2)', () => {
  it('names each figure once, in both languages, with its rule', () => {
    expect(new Set(measures.map(({ id }) => id)).size).toBe(measures.length);
    for (const { title, counted, rule } of measures) {
      expect(rule).toMatch(/^[A-Z]+-\d+$/);
      for (const text of [title, counted]) expect([text['zh-CN'].length > 0, text.en.length > 0]).toEqual([true, true]);
    }
  });

  it('finds every figure of a report by its path', async () => {
    const { report } = await tour();
    const all = leaves(report.company.figures);
    expect(all.length).toBeGreaterThan(60);
    for (const { path, measure, label } of all) {
      expect(findFigure(path)).toEqual({ measure, ...(label !== undefined && { label }) });
    }
  });
});

describe('what the policy wants of a report', () => {
  const wanted = async (contents: ReportContents, targets: Targets = {}) => {
    const events = recorded(tourStory().events);
    const store = await projected(tallyProjection(), events);
    const asOf = { position: events.length };
    return buildReport(store, { kind: 'weekly', period: '2026-W13', zone, asOf, contents, targets });
  };

  it('REP-1: shows the figures that it names, in its order, and whom the report is for', async () => {
    const report = await wanted({
      measures: ['resolved', 'filed.byChannel.*', 'open'],
      addressees: ['general-manager', 'operations'],
    });
    const text = renderReport(report, 'en');
    expect(text).toContain('For: general-manager, operations');
    const [resolved, channel, open] = ['Resolved', 'Filed by channel: phone', 'Open'].map((title) =>
      text.search(new RegExp(`^${title} `, 'm')),
    );
    expect([resolved, channel, open].every((at) => (at ?? -1) > 0)).toBe(true);
    expect((resolved ?? 0) < (channel ?? 0) && (channel ?? 0) < (open ?? 0)).toBe(true);
    expect(text).not.toMatch(/^Escalations/m);
    expect(text).not.toMatch(/^Levels/m);
    expect(renderReport(report, 'zh-CN')).toContain('呈送：general-manager、operations');
  });

  it('REP-1: shows the usual figures when it names none', async () => {
    const text = renderReport(await wanted({}), 'en');
    expect(text).toMatch(/^Escalations/m);
    expect(text).toMatch(/^Levels/m);
    expect(text).not.toContain('For:');
  });

  it('CALL-9: says whether a target was reached, of the company and of each department', async () => {
    const report = await wanted(
      {},
      {
        'satisfaction.satisfiedPercent': '>= 90 %',
        'deadlines.*.timelinessPercent': '>= 80 %',
        'calls.answeredPercent': '>= 85 %',
      },
    );
    expect(report.company.targets).toMatchObject({
      'satisfaction.satisfiedPercent': { target: '>= 90 %', value: 100, reached: true },
      'deadlines.first-response.timelinessPercent': { target: '>= 80 %', value: 75, reached: false },
      'calls.answeredPercent': { value: null, reached: null },
    });
    const text = renderReport(report, 'en');
    expect(text).toMatch(/Company +Timeliness first-response +>= 80 % +75\.0% +not reached/);
    expect(text).toMatch(/Company +Satisfaction +>= 90 % +100\.0% +reached/);
    expect(text).not.toContain('>= 85 %');
    expect(reportCsv(report, { language: 'en' })).toContain(
      'company,satisfaction.satisfiedPercent,Satisfaction,,percent,100,,,,,,,>= 90 %,yes',
    );
  });
});

describe('a table for people', () => {
  it('aligns Chinese and Latin text', () => {
    expect(displayWidth('部门 sales')).toBe(10);
    expect(
      textTable(
        [
          ['部门', '受理'],
          ['sales', '7'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['部门   受理', 'sales     7']);
  });

  it('draws bars in eighths, and something for the smallest', () => {
    expect([bar(8, 8, 2), bar(1, 16, 2), bar(1, 1000, 2), bar(0, 8, 2), bar(3, 0, 2)]).toEqual([
      '██',
      '▏',
      '▏',
      '',
      '',
    ]);
  });

  it('does not let a name move the cursor', () => {
    expect(textTable([['\u{1b}[2Jsales']], ['left'])).toEqual(['\u{fffd}[2Jsales']);
  });

  it('PEN-2: says who bears which share of a damage', async () => {
    const { report, penalties } = await tour();
    const [fine] = penalties;
    if (fine === undefined) throw new Error('the tour has fines');
    const share = { ...fine, deadline: 'damage', person: 'e-12', percent: '5 %' };
    expect(renderReport(report, 'en', { penalties: [share] })).toContain('damage e-12 5 %');
    expect(renderReport(report, 'zh-CN', { penalties: [share] })).toContain('损失扣罚 e-12 5 %');
    expect(renderReport(report, 'en', { penalties })).not.toContain('damage');
  });

  it('shows the tour in both languages', async () => {
    const { report, penalties } = await tour();
    const chinese = renderReport(report, 'zh-CN', { penalties, vocabulary });
    expect(chinese).toContain('投诉周报 2026-W13  2026-03-23 … 2026-03-29');
    expect(chinese).toMatch(/^净罚款（元）\s+30\.00/m);
    expect(chinese).toMatch(/^重大投诉 +1 {2}█████$/m);
    expect(chinese).toMatch(/^C7 .*20\.00 {2}已撤销：事后得知已按时完成$/m);
    const english = renderReport(report, 'en', { penalties });
    expect(english).toMatch(/^first-response +4 +3 +75\.0% {2}█{15}$/m);
    const widths = (text: string): number[] =>
      text
        .split('\n')
        .filter((line) => /^(after-sales|finance)/.test(line))
        .map((line) => line.indexOf('%'));
    expect(new Set(widths(english).filter((index) => index > 0)).size).toBe(1);
  });

  it('says by how many points a share changed', async () => {
    const { report } = await tour();
    const change = { before: 50, change: -0.5, percent: -1 };
    const { company } = report;
    const changed: Report = {
      ...report,
      company: { ...company, periodBefore: { ...company.periodBefore, 'satisfaction.satisfiedPercent': change } },
    };
    expect(renderReport(changed, 'en')).toMatch(/^Satisfaction .* 50\.0% +-0\.5 pp /m);
    expect(renderReport(changed, 'zh-CN')).toMatch(/^满意率 .* -0\.5 个百分点 /m);
  });

  it('says so when nothing happened', async () => {
    const store = await projected(tallyProjection(), []);
    const report: Report = await buildReport(store, { kind: 'annual', period: '2020', zone, asOf: { position: 0 } });
    expect(renderReport(report, 'en')).toContain('Nothing happened in this period.');
  });
});

describe('CSV (RFC 4180)', () => {
  it('quotes what must be, ends lines with CRLF, leaves out what is not there', () => {
    expect(csv([['a"b', 'c,d', 'e\nf', 1, null, undefined]])).toBe('"a""b","c,d","e\nf",1,,\r\n');
  });

  it('begins with a byte order mark when Excel is to read it', () => {
    expect(csv([['部门']], { bom: true })).toBe('\u{feff}部门\r\n');
  });

  it('is nothing that a spreadsheet would run', () => {
    expect(csv([['=1+1', '+x', '-2.50', '@y', -3]])).toBe("'=1+1,'+x,-2.50,'@y,-3\r\n");
    expect(csv([['＝1+1', 'a;=1+1', 'b\t=1+1', '\n=1+1']])).toBe(`'＝1+1,"a;=1+1","b\t=1+1","'\n=1+1"\r\n`);
  });

  it('has a row for each figure of the company and each department', async () => {
    const { report } = await tour();
    const rows = reportCsv(report, { language: 'en', vocabulary }).trimEnd().split('\r\n');
    const expected = [report.company, ...Object.values(report.departments)].map(
      ({ figures }) => leaves(figures).length,
    );
    expect(rows).toHaveLength(1 + expected.reduce((a, b) => a + b));
    expect(rows).toContain(
      'weekly,2026-W13,quality,quality,filed.byLevel.major,Filed by level,major complaint,cases,1,,,,,,,,',
    );
  });
});
