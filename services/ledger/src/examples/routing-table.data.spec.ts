import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { CommandLine } from '../testing/terminal.ts';

const table = join(resolve(process.env['SHARED_DATA'] ?? '../shared/data'), '15_nairobi_routing_table');
const mapping = fileURLToPath(new URL('../../../../examples/routing-table.yaml', import.meta.url));

interface Service {
  readonly serviceCode: string;
  readonly name: string;
  readonly department: string;
  readonly slaHours: number;
  readonly menuPath: string;
}
const services = (
  JSON.parse(readFileSync(join(table, 'ServiceDefs.json'), 'utf8')) as readonly { readonly data: Service }[]
).map(({ data }) => data);
const truth = JSON.parse(readFileSync(join(table, 'truth.json'), 'utf8')) as {
  readonly services: number;
  readonly by_department: Readonly<Record<string, number>>;
  readonly by_sla_hours: Readonly<Record<string, number>>;
};

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

const folder = mkdtempSync(join(tmpdir(), 'routing-table-'));
const line = new CommandLine();
let pack: PolicyPack;
let ledger: Ledger;
beforeAll(async () => {
  const out = join(folder, 'city.yaml');
  const defs = join(table, 'ServiceDefs.json');
  const made = await line.run(['policy', 'import', defs, '--mapping', mapping, '-o', out]);
  expect(made).toMatchObject({ code: 0, err: expect.stringContaining('37') });
  const shown = await line.run(['policy', 'show', 'city-services', '--pack', out, '--json']);
  pack = JSON.parse(shown.out) as PolicyPack;
  ledger = await openLedger({
    configuration: { data: join(folder, 'data'), policy: 'city-services', packs: [out] },
    environment: {},
    log: pino({ level: 'silent' }),
  });
});
afterAll(async () => {
  await ledger.close();
  line.remove();
  rmSync(folder, { recursive: true });
});

describe('a routing table of a city (15_nairobi_routing_table) as a pack', () => {
  it('has its types, departments and hours', () => {
    const types = services.map(({ serviceCode }) => serviceCode);
    expect(types).toHaveLength(truth.services);
    expect(types.filter((type) => !Object.hasOwn(pack.categories ?? {}, type))).toEqual([]);
    expect(Object.keys(pack.departments ?? {}).toSorted()).toEqual(Object.keys(truth.by_department).toSorted());
    const within = pack.deadlines['resolution']?.within;
    const lengths = Object.values((within as { readonly table: Readonly<Record<string, string>> }).table);
    expect(tally(lengths.map((length) => length.replace(/h$/, '')))).toEqual(truth.by_sla_hours);
  });

  it('gives each type to its department, due after its hours', async () => {
    const at = '2026-03-20T22:15:00+03:00';
    await ledger.receiver.receive(
      services.map(({ serviceCode }) => ({
        specversion: '1.0',
        id: `filed-${serviceCode}`,
        source: 'crm://city',
        type: 'complaint.filed',
        time: at,
        data: { complaintId: serviceCode, policy: 'city-services', category: serviceCode },
      })),
      { caller: 'spec' },
    );
    await ledger.settled();
    const { rows } = ledger.store.readBodies({ after: 0, limit: 10_000 }, ['CaseAssigned', 'DeadlineStarted']);
    const events = rows.map(([, body]) => JSON.parse(body) as CaseEvent);
    const told = new Map<string, { department?: string; hours?: number; class?: string }>();
    for (const { type, data } of events) {
      const category = data.dims.category ?? '';
      const before = told.get(category) ?? {};
      if (type === 'CaseAssigned') {
        expect(data.proposal).toBe(true);
        told.set(category, { ...before, department: data.dims.department });
      } else if (type === 'DeadlineStarted') {
        const hours = (Date.parse(data.dueAt) - Date.parse(at)) / 3_600_000;
        told.set(category, { ...before, hours, ...(data.dims.class && { class: data.dims.class }) });
      }
    }
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(
        services.map(({ serviceCode, department, slaHours, menuPath }) => [
          serviceCode,
          { department, hours: slaHours, class: menuPath },
        ]),
      ),
    );
    expect(tally([...told.values()].map(({ department = '' }) => department))).toEqual(truth.by_department);
    expect(tally([...told.values()].map(({ hours = 0 }) => String(hours)))).toEqual(truth.by_sla_hours);
  });

  it('gives what nobody has sorted to the department whose words it tells of', async () => {
    await ledger.receiver.receive(
      [
        {
          specversion: '1.0',
          id: 'filed-untold',
          source: 'crm://city',
          type: 'complaint.filed',
          time: '2026-03-21T08:00:00+03:00',
          data: { complaintId: 'untold', policy: 'city-services', detail: 'My car was towed away by a clamp' },
        },
      ],
      { caller: 'spec' },
    );
    await ledger.settled();
    const { rows } = ledger.store.readBodies({ after: 0, limit: 10_000 }, ['CaseAssigned']);
    const last = JSON.parse(rows.at(-1)?.[1] ?? '{}') as CaseEvent;
    const clamping = services.find(({ serviceCode }) => serviceCode === 'IllegalClamping');
    expect(last.data.dims).toMatchObject({ department: clamping?.department });
    expect(last.data.dims.category).toBeUndefined();
  });
});
