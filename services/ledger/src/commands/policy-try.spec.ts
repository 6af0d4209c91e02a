import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../testing/terminal.ts';
import { filedEvent, ndjson } from '../testing/events.ts';

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

const hour =
  'id: hour\nversion: 3\nextends: standard\nname: { zh-CN: 一小时, en: One hour }\ndeadlines:\n  first-response: { within: { major: 60min } }\n';

const contacted = (complaintId: string, time: string) => ({
  specversion: '1.0',
  id: `contacted-${complaintId}`,
  source: 'crm://spec',
  type: 'case.contacted',
  time,
  data: { complaintId, reached: true },
});

/** C1 is contacted after 30 minutes, C2 after 90; the level is major: 10 minutes by the standard pack. */
const importTwo = async (): Promise<void> => {
  const events = file(
    'events.ndjson',
    ndjson([
      filedEvent('C1'),
      filedEvent('C2'),
      contacted('C1', '2026-03-23T09:30:00+08:00'),
      contacted('C2', '2026-03-23T10:30:00+08:00'),
    ]),
  );
  expect((await line.run(['import', events])).code).toBe(0);
};

const march = ['--from', '2026-03-23', '--to', '2026-03-23'];
const verified = async (): Promise<unknown> => JSON.parse((await line.run(['verify', '--json'])).out);

describe('ledger policy try', () => {
  it('prints both sides and writes nothing', async () => {
    await importTwo();
    const before = await verified();
    const { code, out } = await line.run(['policy', 'try', '--pack', file('hour.yaml', hour), ...march]);
    expect(code).toBe(0);
    expect(out).toContain('2 matters filed from 2026-03-23 to 2026-03-23 (Asia/Shanghai), recorded under standard');
    expect(out).toMatch(/^department +figure +as recorded +hour 3 +difference$/m);
    expect(out).toMatch(/^ +Missed, net · First response +2 +1 +-1$/m);
    expect(out).toMatch(/^Customer service /m);
    expect(await verified()).toEqual(before);
  });

  it('CALL-7: counts no call-back to make as a matter, as the figures below do not', async () => {
    await importTwo();
    const missed = {
      specversion: '1.0',
      id: 'missed-1',
      source: 'crm://spec',
      type: 'call.received',
      time: '2026-03-23T09:10:00+08:00',
      data: { callId: 'K1', outcome: 'missed', caller: { phone: '13900000002' } },
    };
    expect((await line.run(['import', file('calls.ndjson', ndjson([missed]))])).code).toBe(0);
    const pack = file('hour.yaml', hour);
    const { out } = await line.run(['policy', 'try', '--pack', pack, ...march, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      matters: { standard: 2 },
      company: { 'filed.total': { before: 2, after: 2 }, 'deadlines.missed-call.due': { before: 1, after: 1 } },
    });
  });

  it('says the same in Chinese', async () => {
    await importTwo();
    const { out } = await line.run(['policy', 'try', '--pack', file('hour.yaml', hour), ...march, '--lang', 'zh-CN']);
    expect(out).toContain('受理的 2 件事项');
    expect(out).toMatch(/^ +超时（净） · 首次响应 +2 +1 +-1$/m);
    expect(out).toMatch(/^客户服务部 /m);
  });

  it('gives programs every figure of both sides', async () => {
    await importTwo();
    const { out } = await line.run(['policy', 'try', '--pack', file('hour.yaml', hour), ...march, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      pack: { id: 'hour', version: 3 },
      from: '2026-03-23T00:00:00+08:00',
      to: '2026-03-24T00:00:00+08:00',
      matters: { standard: 2 },
      company: { 'deadlines.first-response.missedNet': { before: 2, after: 1, difference: -1 } },
      departments: { 'customer-service': { 'filed.total': { before: 2, after: 2, difference: 0 } } },
      findings: { unknown: {}, leftOut: {} },
    });
  });

  it('works beside a server', async () => {
    await importTwo();
    const server = line.start(['serve', '--port', '0']);
    await server.out.until(/http:\/\/[\d.]+:\d+ /);
    const { code, out } = await line.run(['policy', 'try', '--pack', file('hour.yaml', hour), ...march]);
    await server.stop();
    expect(code).toBe(0);
    expect(out).toMatch(/^ +Missed, net · First response +2 +1 +-1$/m);
  });

  it('can take a new version of a pack in force, and leave out other matters', async () => {
    await importTwo();
    const stricter = hour.replace('id: hour', 'id: standard').replace('60min', '5min');
    const pack = file('standard.yaml', stricter);
    const all = await line.run(['policy', 'try', '--pack', pack, ...march, '--instead-of', 'standard', '--json']);
    expect(JSON.parse(all.out)).toMatchObject({ pack: { id: 'standard', version: 3 }, matters: { standard: 2 } });
    const none = await line.run(['policy', 'try', '--pack', pack, ...march, '--instead-of', 'observed']);
    expect(none).toMatchObject({ code: 0, out: expect.stringContaining('0 matters filed') });
  });

  it('names the fault of a pack by file and line', async () => {
    await importTwo();
    const bad = file('bad.yaml', hour.replace('60min', 'an hour'));
    const { code, out, err } = await line.run(['policy', 'try', '--pack', bad, ...march]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('bad.yaml:6');
  });

  it.each([
    [['--from', '2026-01-01', '--to', '2026-03-31'], '--pack is missing'],
    [['--pack', 'hour.yaml', '--to', '2026-03-31'], '--from is missing'],
    [['--pack', 'nowhere.yaml', '--from', '2026-01-01', '--to', '2026-03-31'], 'nowhere.yaml cannot be read'],
    [['--pack', 'hour.yaml', '--from', '2026-02-30', '--to', '2026-03-31'], "no day '2026-02-30'"],
    [['--pack', 'hour.yaml', '--from', '2026-03-31', '--to', '2026-03-01'], 'ends before it begins'],
    [['--pack', 'hour.yaml', ...march, '--instead-of', 'standart'], "no policy pack 'standart'"],
  ])('refuses %j in a sentence', async (args, words) => {
    await importTwo();
    const given = args.map((arg) => (arg === 'hour.yaml' ? file(arg, hour) : arg));
    const { code, out, err } = await line.run(['policy', 'try', ...given]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(words);
  });

  it('needs a ledger', async () => {
    const { code, err } = await line.run(['policy', 'try', '--pack', file('hour.yaml', hour), ...march]);
    expect(code).toBe(1);
    expect(err).toContain('There is no ledger in');
  });
});
