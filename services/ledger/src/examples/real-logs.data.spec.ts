import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportKind } from '@complaint-ledger/reporting';
import { figureAt } from '@complaint-ledger/reporting';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';

const shared = resolve(process.env['SHARED_DATA'] ?? '../shared/data');
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const mappings = join(root, 'services/intake/mappings');

interface Truth {
  readonly [name: string]: Truth & number;
}
const truthOf = (folder: string): Truth =>
  JSON.parse(readFileSync(join(shared, folder, 'truth.json'), 'utf8')) as Truth;

interface Summary {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly badRows: number;
  readonly rejectsFile?: string;
}

/** Imports a log with the `ledger` command into a folder of its own and opens what came of it. */
class Imported {
  readonly folder = mkdtempSync(join(tmpdir(), 'real-log-'));
  readonly #ledgers: Ledger[] = [];

  import(file: string, mapping: string, ...more: readonly string[]): Summary {
    const out = execFileSync(
      process.execPath,
      [
        join(root, 'services/ledger/bin/ledger.js'),
        'import',
        join(shared, file),
        '--mapping',
        join(mappings, mapping),
        '--data',
        join(this.folder, 'data'),
        '--rejects',
        join(this.folder, 'rejects.csv'),
        '--json',
        ...more,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return JSON.parse(out) as Summary;
  }

  async open(): Promise<Ledger> {
    const ledger = await openLedger({
      configuration: { data: join(this.folder, 'data'), policy: 'standard', packs: [], webhooks: undefined },
      environment: {},
      log: pino({ level: 'silent' }),
    });
    this.#ledgers.push(ledger);
    await ledger.settled();
    return ledger;
  }

  async dispose(): Promise<void> {
    for (const ledger of this.#ledgers) await ledger.close();
    rmSync(this.folder, { recursive: true });
  }
}

const asking = (ledger: Ledger) => {
  const report = (kind: ReportKind, period: string) => ledger.reporting.report({ kind, period });
  const figure = async (kind: ReportKind, period: string, path: string): Promise<number> =>
    Number(figureAt((await report(kind, period)).company.figures, path) ?? 0);
  const years = async (path: string, from: number, to: number): Promise<number> => {
    let sum = 0;
    for (let year = from; year <= to; year++) sum += await figure('annual', String(year), path);
    return sum;
  };
  const each = async (kind: ReportKind, truth: Truth, path: string): Promise<Record<string, number>> => {
    const told: Record<string, number> = {};
    for (const period of Object.keys(truth)) told[period] = await figure(kind, period, path);
    return told;
  };
  return { report, figure, years, each };
};

describe('incidents with hand-overs (07_bpi13_incidents)', () => {
  const truth = truthOf('07_bpi13_incidents');
  const units = [
    ['group', 'group_transfers'],
    ['department', 'org_line_transfers'],
    ['person', 'person_handovers_without_system_account_Siebel'],
  ] as const;

  it.each(units)(
    'by %s gives the transfers of the truth file',
    async (unit, name) => {
      const want = truth[name] as Truth;
      const imported = new Imported();
      const summary = imported.import(
        '07_bpi13_incidents/events.csv.gz',
        'bpi13-incidents.yaml',
        '--policy',
        join(mappings, `bpi13-by-${unit}.policy.yaml`),
      );
      expect(summary).toMatchObject({ rows: truth['events'], rejected: 0, badRows: 0 });
      const ledger = await imported.open();
      const { years, each, report } = asking(ledger);
      expect(await years('transfers.count', 2010, 2012)).toBe(want['transfers_total']);
      expect(await years('transfers.violations', 2010, 2012)).toBe(want['surplus_transfers (2nd and later transfers)']);
      const months = want['surplus_transfers_by_month'] as Truth;
      expect(await each('monthly', months, 'transfers.violations')).toEqual(months);
      const weeks = want['surplus_transfers_by_week'] as Truth;
      expect(await each('weekly', weeks, 'transfers.violations')).toEqual(weeks);
      const all = want['transfers_by_month'] as Truth;
      expect(await each('monthly', all, 'transfers.count')).toEqual(all);

      const passedOn = new Map<string, number>();
      for (const year of ['2010', '2011', '2012'])
        for (const [department, { figures }] of Object.entries((await report('annual', year)).departments))
          passedOn.set(
            department,
            (passedOn.get(department) ?? 0) + Number(figureAt(figures, 'transfers.violations') ?? 0),
          );
      const worst = want['surplus_transfers_by_unit_that_passed_it_on_top20'] as Truth;
      expect(Object.fromEntries(Object.keys(worst).map((name) => [name, passedOn.get(name)]))).toEqual(worst);

      const transfers = (await ledger.projections.query<{ transfers: number }>('cases@2', { limit: 10_000 })).map(
        ({ body }) => body.transfers,
      );
      expect(transfers).toHaveLength(truth['cases'] as number);
      expect(transfers.filter((count) => count > 1)).toHaveLength(
        want['cases_with_more_than_1 (single-transfer violations)'] as number,
      );
      expect(Math.max(...transfers)).toBe(want['max']);

      if (unit === 'group') {
        const opened = truth['cases_opened_by_month'] as Truth;
        expect(await each('monthly', opened, 'filed.total')).toEqual(opened);
        const byWeek = truth['cases_opened_by_week'] as Truth;
        expect(await each('weekly', byWeek, 'filed.total')).toEqual(byWeek);
        const { figures } = (await report('monthly', '2012-05')).company;
        const { value, sum } = await ledger.reporting.drill({
          kind: 'monthly',
          period: '2012-05',
          figure: 'transfers.violations',
        });
        expect([value, sum]).toEqual([2906, 2906]);
        expect(figureAt(figures, 'transfers.violations')).toBe(2906);
      }
      await imported.dispose();
    },
    180_000,
  );
});

describe('consumer complaints (01_cfpb_2014)', () => {
  const truth = truthOf('01_cfpb_2014');
  const imported = new Imported();
  let ledger: Ledger;
  let summary: Summary;
  beforeAll(async () => {
    summary = imported.import('01_cfpb_2014/complaints.csv', 'cfpb-complaints.yaml');
    ledger = await imported.open();
  }, 180_000);
  afterAll(() => imported.dispose());

  it('are counted by week, month, channel and product', async () => {
    const { each, report } = asking(ledger);
    expect(await each('weekly', truth['by_week_received'] as Truth, 'filed.total')).toEqual(truth['by_week_received']);
    expect(await each('monthly', truth['by_month_received'] as Truth, 'filed.total')).toEqual(
      truth['by_month_received'],
    );
    const { figures } = (await report('annual', '2014')).company;
    expect(figureAt(figures, 'filed.byChannel')).toEqual(truth['by_channel']);
    expect(figureAt(figures, 'filed.byProduct')).toEqual(truth['by_product']);
  });

  it('reject the cut last line with its number', () => {
    expect(summary).toMatchObject({ badRows: 1 });
    expect(readFileSync(join(imported.folder, 'rejects.csv'), 'utf8')).toContain('8341');
  });

  it('change nothing when imported again', () => {
    rmSync(join(imported.folder, 'data/imports'), { recursive: true });
    return ledger.close().then(async () => {
      expect(imported.import('01_cfpb_2014/complaints.csv', 'cfpb-complaints.yaml')).toMatchObject({ accepted: 0 });
      const { figure } = asking(await imported.open());
      expect(await figure('annual', '2014', 'filed.total')).toBe(truth['rows_well_formed']);
    });
  }, 180_000);
});

describe('permits (10_wabo_permit_receipt)', () => {
  it('are on time, late, overdue or not yet due as of the snapshot; hand-overs are no transfers', async () => {
    const truth = truthOf('10_wabo_permit_receipt');
    const want = truth['deadline_outcome'] as Truth;
    const imported = new Imported();
    imported.import('10_wabo_permit_receipt/events.csv', 'wabo-permits.yaml');
    const { years, figure, each } = asking(await imported.open());
    expect({
      'closed on time': await years('deadlines.resolution.met', 2010, 2014),
      'closed late':
        (await years('deadlines.resolution.missed', 2010, 2014)) -
        (await figure('monthly', '2012-01', 'overdue.byDeadline.resolution')),
      'open, deadline in future': await figure('monthly', '2012-01', 'pending.byDeadline.resolution'),
      'open, past deadline at snapshot': await figure('monthly', '2012-01', 'overdue.byDeadline.resolution'),
    }).toEqual(want);
    expect(await years('transfers.count', 2010, 2012)).toBe(0);
    expect(await each('monthly', truth['cases_started_by_month'] as Truth, 'filed.total')).toEqual(
      truth['cases_started_by_month'],
    );
    expect(await each('monthly', truth['open_at_month_end'] as Truth, 'open')).toEqual(truth['open_at_month_end']);
    await imported.dispose();
  }, 180_000);
});

describe('city service requests (05_boston311_sample)', () => {
  it('are overdue against the target times that the city gave', async () => {
    const truth = truthOf('05_boston311_sample')['requests.csv'] as Truth;
    const imported = new Imported();
    imported.import('05_boston311_sample/requests.csv', 'boston311.yaml');
    const { years, each, report } = asking(await imported.open());
    expect(await years('deadlines.resolution.missed', 2015, 2045)).toBe(475);
    expect(await years('deadlines.resolution.met', 2015, 2045)).toBe(3809);
    expect(await each('monthly', truth['by_month'] as Truth, 'filed.total')).toEqual(truth['by_month']);
    expect(await each('weekly', truth['by_week'] as Truth, 'filed.total')).toEqual(truth['by_week']);
    const filed = new Map<string, number>();
    for (let year = 2015; year <= 2024; year++)
      for (const [department, { figures }] of Object.entries((await report('annual', String(year))).departments))
        filed.set(department, (filed.get(department) ?? 0) + Number(figureAt(figures, 'filed.total') ?? 0));
    expect(Object.fromEntries([...filed].filter(([, count]) => count > 0))).toEqual(truth['by_department']);
    await imported.dispose();
  }, 180_000);
});

describe('messages to a government (13_cn_gov_messages)', () => {
  const truth = truthOf('13_cn_gov_messages')['messages_with_replies'] as Truth;
  it.each(['messages_with_replies.csv.gz', '附件4.xlsx'])(
    'from %s are late after 15 days and open until answered',
    async (file) => {
      const imported = new Imported();
      expect(imported.import(`13_cn_gov_messages/${file}`, 'cn-gov-messages.yaml')).toMatchObject({
        rows: truth['rows'],
        badRows: 0,
        rejected: 0,
      });
      const ledger = await imported.open();
      const { years, figure, each } = asking(ledger);
      const late = await years('deadlines.resolution.missed', 2011, 2020);
      expect(late).toBe(truth['late_if_limit_is_15_days']);
      expect(await figure('annual', '2019', 'open')).toBe(truth['still_unanswered_at_2019-12-31 (for as-of replay)']);
      expect(await each('monthly', truth['received_by_month'] as Truth, 'filed.total')).toEqual(
        truth['received_by_month'],
      );
      expect(await each('monthly', truth['replied_by_month'] as Truth, 'resolved')).toEqual(truth['replied_by_month']);
      expect(await each('monthly', truth['unanswered_at_month_end'] as Truth, 'open')).toEqual(
        truth['unanswered_at_month_end'],
      );
      const missed = ledger.store.readBodies({ after: 0, limit: 100_000 }, ['DeadlineMissed']).rows;
      const byMonthReceived: Record<string, number> = {};
      for (const [, body] of missed) {
        const { data } = JSON.parse(body) as { readonly data: { readonly dims: { readonly filedAt: string } } };
        const month = data.dims.filedAt.slice(0, 7);
        byMonthReceived[month] = (byMonthReceived[month] ?? 0) + 1;
      }
      expect(byMonthReceived).toEqual(truth['late_15d_by_month_received']);
      await imported.dispose();
    },
    180_000,
  );
});
