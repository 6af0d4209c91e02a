import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import { CommandLine } from '../../testing/terminal.ts';

describe('ledger keys in the distributed set-up', () => {
  const scratch = scratchDatabase();
  const { pathname, search } = new URL(scratch.url);
  const url = scratch.url.replace(`${pathname}${search}`, `/${scratch.database}${search}`);
  const environment = { LEDGER_EVENTS: 'kurrentdb://nobody.invalid:2113', LEDGER_MONGODB: url };
  let line: CommandLine;
  beforeEach(() => {
    line = new CommandLine();
  });
  afterEach(async () => {
    line.remove();
    await scratch.dispose();
  });

  it('makes the first key with nothing but MongoDB there, and revokes it', async () => {
    const created = await line.run(['keys', 'create', 'admin', 'first', '--json'], environment);
    expect(created).toMatchObject({ code: 0 });
    const { keyId } = JSON.parse(created.out) as { keyId: string };
    const listed = await line.run(['keys', 'list', '--json'], environment);
    expect(JSON.parse(listed.out)).toMatchObject([{ keyId, role: 'admin', label: 'first' }]);
    expect((await line.run(['keys', 'revoke', keyId], environment)).code).toBe(0);
    expect(JSON.parse((await line.run(['keys', 'list', '--json'])).out)).toEqual([]);
  });

  it('says what is missing', async () => {
    const { code, err } = await line.run(['keys', 'list'], { ...environment, LEDGER_MONGODB: '' });
    expect(code).toBe(1);
    expect(err).toContain('LEDGER_MONGODB is missing');
  });
});
