import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { openLedger } from '../open/open-ledger.ts';
import { withFleet } from './fleet.ts';
import { digestOf } from './fleet-digest.ts';
import { runLedger } from './fleet-member.ts';
import { sharedFile } from './shared-file.ts';
import { type ToldReports, periodsOf, reportsFrom, reportsOf } from './told-reports.ts';

const LOG = sharedFile('07_bpi13_incidents/events.csv.gz');
/** Of 65,533, from the beginning; REAL_LOG_ROWS=65533 for the whole log. */
const ROWS = Number(process.env['REAL_LOG_ROWS'] ?? 3_000);

const mappings = fileURLToPath(new URL('../../../intake/mappings/', import.meta.url));
const mapping = join(mappings, 'bpi13-incidents.yaml');
const pack = join(mappings, 'bpi13-by-group.policy.yaml');
/** The digest is of the other periods, too. */
const periods = periodsOf(2010, 2011, 2012).filter(([kind]) => kind === 'quarterly' || kind === 'annual');

interface Summary {
  readonly rows: number;
  readonly messages: number;
  readonly accepted: number;
  readonly duplicates: number;
}

/** What was recorded, at the first try or when a batch was sent again. */
const recorded = ({ accepted, duplicates, ...others }: Summary) => ({ ...others, recorded: accepted + duplicates });

/** Without the log, rows of its shape: two incidents that are passed on and settled. */
const rows = (): readonly string[] => {
  if (LOG !== undefined) return gunzipSync(readFileSync(LOG)).toString('utf8').trimEnd().split('\n');
  const head =
    'case:concept:name,event_index,org:group,resource country,organization country,org:resource,organization involved,org:role,concept:name,impact,product,lifecycle:transition,time:timestamp';
  const row = (id: string, index: number, group: string, status: string): string =>
    `${id},${index},${group},France,fr,Ann,Org line A2,A2_4,${status},Medium,PROD582,In Progress,2011-03-0${index + 1}T16:59:42+02:00`;
  const incident = (id: string): readonly string[] => [
    row(id, 0, 'V30', 'Accepted'),
    row(id, 1, 'V31', 'Accepted'),
    row(id, 2, 'V32', 'Accepted'),
    row(id, 3, 'V32', 'Completed'),
  ];
  return [head, ...incident('1-1'), ...incident('1-2')];
};

const told =
  LOG === undefined ? 'rows as the Volvo incidents have them' : `the first ${ROWS} rows of the Volvo incidents`;

describe(told, () => {
  const folder = mkdtempSync(join(tmpdir(), 'real-log-'));
  const file = join(folder, 'events.csv');
  let expected: ToldReports = {};
  let imported: ReturnType<typeof recorded> | undefined;

  beforeAll(async () => {
    const [head, ...lines] = rows();
    const taken = lines.slice(0, ROWS);
    if (LOG !== undefined) expect(taken).toHaveLength(ROWS);
    writeFileSync(file, `${[head, ...taken].join('\n')}\n`);
    const data = join(folder, 'embedded');
    imported = recorded(
      JSON.parse(await runLedger({}, 'import', file, '--mapping', mapping, '--data', data, '--json')) as Summary,
    );
    expect(imported).toMatchObject({ rows: taken.length });
    const ledger = await openLedger({
      configuration: { data, policy: 'standard', packs: [], webhooks: undefined },
      environment: {},
      log: pino({ level: 'silent' }),
    });
    await ledger.settled();
    expected = await reportsOf(ledger.reporting, periods);
    await ledger.close();
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([1, 4])(
    'give the same reports in one process and with %i of routing and of reporting',
    (instances) =>
      withFleet({ settings: { LEDGER_PACKS: pack } }, async (fleet) => {
        const [intake] = await fleet.start({ intake: 1, routing: instances, reporting: instances });
        const url = intake?.url ?? '';
        const summary = JSON.parse(
          await runLedger({}, 'import', file, '--mapping', mapping, '--url', url, '--key', fleet.key, '--json'),
        ) as Summary;
        expect(recorded(summary)).toEqual(imported);
        await fleet.settled({ within: 180_000 });
        const { digest, ...reports } = expected;
        expect(await digestOf(fleet)).toBe(digest);
        for (const member of fleet.of('reporting')) expect(await reportsFrom(fleet, member, periods)).toEqual(reports);
      }),
    Math.max(600_000, ROWS * 40),
  );
});
