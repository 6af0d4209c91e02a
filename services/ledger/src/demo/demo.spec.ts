import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../testing/terminal.ts';

describe('ledger demo', () => {
  let shell: CommandLine;
  beforeEach(() => {
    shell = new CommandLine();
  });
  afterEach(() => shell.remove());

  const year = ['demo', '--cases', '400', '--until', '2026-03-23', '--seed', '3'];

  it('plays a year and prints the report of its last week, the fines, and what to do next', async () => {
    const { code, out, err } = await shell.run(year);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toContain('2026-W12');
    expect(out).toMatch(/^Filed +\d+ +\d+/m);
    expect(out).toMatch(/^Logistics +\d+/m);
    expect(out).toMatch(/^net +\d+\.00$/m);
    expect(err).toContain('400 complaints');
    expect(err).toContain(`ledger serve --data ${shell.data}`);
  });

  it('says the same in Chinese', async () => {
    const { out, err } = await shell.run([...year, '--lang', 'zh-CN']);
    expect(out).toContain('投诉周报 2026-W12');
    expect(out).toMatch(/^物流部 +\d+/m);
    expect(err).toContain('400 件投诉');
  });

  it('gives programs the report and the fines, and the same figures for the same seed', async () => {
    const again = new CommandLine();
    const [one, other] = [await shell.run([...year, '--json']), await again.run([...year, '--json'])];
    again.remove();
    const told = JSON.parse(one.out) as { report: { period: string }; penalties: unknown[]; summary: object };
    expect(told.report.period).toBe('2026-W12');
    expect(JSON.parse(other.out)).toEqual(told);
  });

  it('ends when it is stopped, and says so', async () => {
    const running = shell.start(['demo', '--cases', '100000', '--until', '2026-03-23']);
    const { code, err } = await running.stop();
    expect(code).toBe(1);
    expect(err).toContain('stopped before its year was over');
  });

  it('does not write invented complaints into a folder that is in use', async () => {
    await shell.run([...year, '--cases', '1']);
    writeFileSync(join(shell.data, 'note.txt'), '');
    const { code, err } = await shell.run(year);
    expect(code).toBe(1);
    expect(err).toContain('is not empty');
    expect((await shell.run([...year, '--lang', 'zh-CN'])).err).toMatch(/不是空文件夹.*\n请指定新的文件夹/);
  });

  it('names what is wrong with its options', async () => {
    expect((await shell.run(['demo', '--cases', 'many'])).err).toContain("--cases cannot be 'many'");
    expect((await shell.run(['demo', '--until', '2026-02-30'])).err).toContain('is not a date');
  });
});
