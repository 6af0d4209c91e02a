import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filedEvent, ndjson } from '../testing/events.ts';
import { CommandLine } from '../testing/terminal.ts';

describe('a log whose vault is not there', () => {
  let line: CommandLine;
  beforeEach(async () => {
    line = new CommandLine();
    const events = join(line.folder, 'events.ndjson');
    writeFileSync(events, ndjson([filedEvent('C1', { phone: '13900000001' })]));
    expect((await line.run(['import', events])).code).toBe(0);
    rmSync(vault());
  });
  afterEach(() => line.remove());

  const vault = (): string => join(line.data, 'vault.db');

  it.each([
    [['serve', '--port', '0']],
    [['import', 'events.ndjson']],
    [['quarantine', 'list']],
    [['erase', '--phone', '1']],
  ])('is refused with what to do, and no vault is made: ledger %j', async (args) => {
    const { code, err } = await line.run(args.map((arg) => (arg === 'events.ndjson' ? join(line.folder, arg) : arg)));
    expect(code).toBe(1);
    expect(err).toContain(`there is no vault in ${vault()}`);
    expect(err).toContain('backup');
    expect(existsSync(vault())).toBe(false);
  });

  it('is told of by doctor', async () => {
    const { code, out } = await line.run(['doctor', '--lang', 'zh-CN']);
    expect(code).toBe(1);
    expect(out).toContain(`${vault()} 里没有保险库`);
    expect(existsSync(vault())).toBe(false);
  });

  it('gets a new one from whoever says that the old one is lost for good, and from nobody else', async () => {
    const make = ['keys', 'new-vault'];
    expect((await line.run(make)).err).toContain('--yes');
    expect(existsSync(vault())).toBe(false);
    const made = await line.run([...make, '--yes']);
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('An empty vault was made') });
    expect(made.err).toContain(`${join(line.data, 'quarantine.db')}.lost-`);
    const again = await line.run([...make, '--yes']);
    expect(again).toMatchObject({ code: 0, err: '', out: expect.stringContaining('nothing was made') });
    const later = join(line.folder, 'later.ndjson');
    writeFileSync(later, ndjson([filedEvent('C2', { phone: '13900000001' })]));
    expect(await line.run(['import', later])).toMatchObject({ code: 0 });
  });
});
