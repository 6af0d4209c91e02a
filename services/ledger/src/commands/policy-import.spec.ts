import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Policy, openCalendarBook } from '@complaint-ledger/policy';
import { CommandLine } from '../testing/terminal.ts';
import { openTriedPack } from '../what-if/tried-pack.ts';

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

const file = (name: string, text: string): string => {
  const path = join(line.folder, name);
  writeFileSync(path, text);
  return path;
};

const csv = `问题,英文,大类,科室,科室名,答复天数,词语,状态
漏水,Leaking pipe,房屋,D1,工程部,3,漏水|渗水,启用
停电,Power cut,房屋,D2,电工班,1,停电,启用
噪声,Noise,环境,D3,秩序部,2,,启用
旧项,Old,环境,D3,秩序部,9,,停用
`;

const mapping = `when: { 状态: { not: 停用 } }
category:
  id: "{问题}"
  name: { zh-CN: "{问题}", en: "{英文}" }
  under: { id: { value: "{大类}", table: { 房屋: house, 环境: surroundings } }, name: { zh-CN: "{大类}", en: { value: "{大类}", table: { 房屋: House, 环境: Surroundings } } } }
department: { id: "{科室}", name: { zh-CN: "{科室名}", en: "{科室}" } }
deadline: { id: reply, within: "{答复天数} working days" }
topics: { words: "{词语}", between: "|" }
pack:
  id: estate
  version: 4
  extends: standard
  name: { zh-CN: 物业分派, en: Estate }
  categories: { other: { zh-CN: 其他, en: Other } }
  departments: { front-desk: { zh-CN: 前台, en: Front desk } }
  deadlines:
    reply: { name: { zh-CN: 答复, en: Reply }, starts: filed, metBy: contacted, within: 5 working days }
  assignment:
    - { when: {}, to: { department: front-desk } }
`;

const made = async (table: string, text = mapping): Promise<Policy> => {
  const out = join(line.folder, 'estate.yaml');
  const { code, err } = await line.run([
    'policy',
    'import',
    table,
    '--mapping',
    file('table.yaml', text),
    '-o',
    out,
    '--lang',
    'en',
  ]);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('No fault found.') });
  return openTriedPack(out, [], openCalendarBook()).policy;
};

const dueOf = (policy: Policy, category: string): string | undefined => {
  const due = policy.due('reply', {
    matter: { level: 'dissatisfied', category },
    startedBy: 'filed',
    startedAt: '2026-03-23T09:00:00+08:00',
  });
  return due && new Date(due.dueAt).toISOString();
};

describe('ledger policy import', () => {
  it('makes a pack of a CSV with columns of its own', async () => {
    const policy = await made(file('分派.csv', csv));
    expect(policy.pack).toMatchObject({ id: 'estate', version: 4, extends: 'standard' });
    expect(policy.pack.categories).toMatchObject({
      house: { 'zh-CN': '房屋', en: 'House' },
      漏水: { 'zh-CN': '漏水', en: 'Leaking pipe', under: 'house' },
      other: { en: 'Other' },
    });
    expect(Object.keys(policy.pack.categories ?? {})).not.toContain('旧项');
    expect(policy.pack.departments).toMatchObject({ D1: { 'zh-CN': '工程部', en: 'D1' }, 'front-desk': {} });
    const holder = (matter: object): unknown =>
      policy.propose({ level: 'dissatisfied', ...matter }, '2026-03-23T09:00:00+08:00')?.holder;
    expect(holder({ category: '停电' })).toEqual({ department: 'D2' });
    expect(holder({ category: 'other' })).toEqual({ department: 'front-desk' });
    expect(holder({ topics: ['漏水'] })).toEqual({ department: 'D1' });
    expect([dueOf(policy, '漏水'), dueOf(policy, '停电'), dueOf(policy, 'other')]).toEqual([
      '2026-03-25T10:00:00.000Z',
      '2026-03-23T10:00:00.000Z',
      '2026-03-27T10:00:00.000Z',
    ]);
  });

  it('makes the same of a list inside a JSON document', async () => {
    const [head = '', ...rows] = csv.trim().split('\n');
    const names = head.split(',');
    const services = rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at] ?? '', cell])));
    const json = file('table.json', JSON.stringify({ data: { services } }));
    const { pack } = await made(json, `rows: data.services\n${mapping}`);
    expect(pack).toEqual((await made(file('table.csv', csv))).pack);
  });

  it('writes to the screen when it has no file to write', async () => {
    const { code, out } = await line.run([
      'policy',
      'import',
      file('table.csv', csv),
      '--mapping',
      file('table.yaml', mapping),
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^# Made of table\.csv by table\.yaml\.\nid: estate\n/);
  });

  it.each([
    [
      'a column that there is not',
      csv,
      mapping.replace('{科室}', '{科师}'),
      "table.yaml:6: department.id: The file has no column '科师'. Do you mean '科室'?",
    ],
    [
      'an unknown key',
      csv,
      mapping.replace('between:', 'betwen:'),
      "table.yaml:8: topics.betwen: There is no key 'betwen' here. Do you mean 'between'?",
    ],
    [
      'a deadline that the pack does not describe',
      csv,
      mapping.replace('id: reply', 'id: answer'),
      "table.yaml:7: deadline.id: There is no deadline 'answer' in pack.deadlines.",
    ],
    [
      'a category that stands twice',
      `${csv}漏水,Leak,房屋,D2,电工班,1,,启用\n`,
      mapping,
      "row 6: the category '漏水' is that of row 2",
    ],
    [
      'a length that is none',
      csv.replace('D1,工程部,3', 'D1,工程部,soon'),
      mapping,
      "row 2: 'soon working days' is no length",
    ],
    [
      'a value that the table of the mapping does not have',
      csv.replace('噪声,Noise,环境', '噪声,Noise,水面'),
      mapping,
      'row 4, 大类: "水面" is not in the table',
    ],
    ['a row without a category', csv.replace('停电,Power cut', ',Power cut'), mapping, 'row 3: it names no category'],
    [
      'a fault of the pack itself',
      csv,
      mapping.replace('extends: standard', 'extends: standart'),
      "There is no policy pack 'standart' to extend.",
    ],
  ])('refuses %s, and writes nothing', async (_, table, text, fault) => {
    const out = join(line.folder, 'out.yaml');
    const { code, err } = await line.run([
      'policy',
      'import',
      file('table.csv', table),
      '--mapping',
      file('table.yaml', text),
      '-o',
      out,
    ]);
    expect(code).toBe(1);
    expect(err).toContain(fault);
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });

  it('says where a JSON document has no list', async () => {
    const { code, err } = await line.run([
      'policy',
      'import',
      file('table.json', '{ "data": [] }'),
      '--mapping',
      file('table.yaml', mapping),
    ]);
    expect(code).toBe(1);
    expect(err).toContain('the document is no list.');
    expect(err).toContain('The document has data.');
  });

  it('needs a mapping', async () => {
    const { code, err } = await line.run(['policy', 'import', file('table.csv', csv)]);
    expect(code).toBe(1);
    expect(err).toContain('--mapping is missing');
  });

  it('has an example that fits a table as such systems keep them', async () => {
    const example = fileURLToPath(new URL('../../../../examples/routing-table.yaml', import.meta.url));
    const service = (serviceCode: string, department: string, slaHours: number, active = true) => ({
      tenantId: 'city',
      data: {
        serviceCode,
        name: serviceCode,
        department,
        slaHours,
        active,
        menuPath: 'Streets',
        keywords: `${serviceCode}, street`,
      },
    });
    const table = file(
      'defs.json',
      JSON.stringify([service('Pothole', 'ROADS', 48), service('Lamp', 'LIGHT', 4), service('Old', 'X', 1, false)]),
    );
    const { code, out } = await line.run(['policy', 'import', table, '--mapping', example, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      rows: 2,
      departments: 2,
      pack: { deadlines: { resolution: { within: { by: 'category', table: { Pothole: '48h', Lamp: '4h' } } } } },
    });
  });
});
