import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../testing/terminal.ts';

describe('ledger keys', () => {
  let line: CommandLine;
  beforeEach(() => {
    line = new CommandLine();
  });
  afterEach(() => line.remove());

  it('gives a key the offices that it is told, and lists them', async () => {
    const before = ['--office', 'general-manager'];
    const after = ['--actor', 'li', '--office', 'leader-in-charge'];
    const created = await line.run(['keys', 'create', ...before, 'manager', 'Ms Li', ...after]);
    expect(created.code).toBe(0);
    const listed = await line.run(['keys', 'list', '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([
      { role: 'manager', label: 'Ms Li', actorId: 'li', offices: ['general-manager', 'leader-in-charge'] },
    ]);
    expect((await line.run(['keys', 'list', '--lang', 'zh-CN'])).out).toContain('职务');
    expect((await line.run(['keys', 'list'])).out).toContain('general-manager, leader-in-charge');
  });

  it('refuses a role as an office, in a sentence', async () => {
    const { code, out, err } = await line.run(['keys', 'create', 'agent', 'x', '--office', 'admin']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('"admin" is a role and no office');
  });
});
