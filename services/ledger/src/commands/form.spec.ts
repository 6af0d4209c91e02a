import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { dataFolder } from '../open/data-folder.ts';
import { CommandLine } from '../testing/terminal.ts';
import { filedEvent, ndjson } from '../testing/events.ts';

describe('ledger form (REP-4)', () => {
  let line: CommandLine;
  beforeEach(async () => {
    line = new CommandLine();
    const file = join(line.folder, 'events.ndjson');
    writeFileSync(file, ndjson([filedEvent('C1')]));
    expect((await line.run(['import', file])).code).toBe(0);
  });
  afterEach(() => line.remove());

  it('REP-4: writes a PDF and tells its name', async () => {
    const file = join(line.folder, 'c1.pdf');
    const { code, out, err } = await line.run(['form', 'C1', '-o', file]);
    expect([code, out]).toEqual([0, `${file}\n`]);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    expect(err).toContain('--purpose');
  });

  it('CONF-1: shows the customer only for a purpose, which is then on record', async () => {
    const file = join(line.folder, 'c1.html');
    const form = ['form', 'C1', '--form', 'work-order', '--format', 'html', '--lang', 'zh-CN', '-o', file];
    await line.run(form);
    expect(readFileSync(file, 'utf8')).toContain('客户信息已遮蔽');
    expect(readFileSync(file, 'utf8')).not.toContain('李华');
    const { code, err } = await line.run([...form, '--purpose', '归档'], { USER: 'clerk' });
    expect([code, err]).toEqual([0, '']);
    const page = readFileSync(file, 'utf8');
    const log = openSqliteEventStore({ path: dataFolder(line.data).events, readOnly: true });
    const read = (await log.readAll({ after: 0 })).filter(({ type }) => type === 'PersonalDataRead');
    await log.close();
    expect(read).toMatchObject([{ data: { by: 'clerk', purpose: '归档', what: 'work-order' } }]);
    for (const told of ['协调工作单', '李华', '13800000001', '服务质量', '首次响应']) expect(page).toContain(told);
  });

  it('REP-4: tells of a case that is not there, and writes nothing', async () => {
    const before = readdirSync(line.folder);
    const { code, err } = await line.run(['form', 'C9', '-o', join(line.folder, 'c9.pdf')]);
    expect(code).not.toBe(0);
    expect(err).toContain('There is no case C9');
    expect(readdirSync(line.folder)).toEqual(before);
  });

  it('refuses a form that there is not', async () => {
    const { code, err } = await line.run(['form', 'C1', '--form', 'memo']);
    expect(code).not.toBe(0);
    expect(err).toContain('work-order');
  });
});
