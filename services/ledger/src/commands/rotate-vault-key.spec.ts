import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filedEvent, ndjson } from '../testing/events.ts';
import { CommandLine } from '../testing/terminal.ts';

describe('ledger keys rotate-vault', () => {
  let line: CommandLine;
  beforeEach(() => {
    line = new CommandLine();
  });
  afterEach(() => line.remove());

  const rotate = ['keys', 'rotate-vault'];
  const newKey = (): string => randomBytes(32).toString('base64');
  const keyFile = (): string => join(line.data, 'vault.key');

  const fill = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    const events = join(line.folder, 'events.ndjson');
    writeFileSync(events, ndjson([filedEvent('C1', { phone: '13900000001' })]));
    expect((await line.run(['import', events], environment)).code).toBe(0);
  };
  /** Whether the customer can be read. */
  const reads = async (environment: Readonly<Record<string, string>> = {}): Promise<boolean> => {
    const form = join(line.folder, 'form.html');
    const args = ['form', 'C1', '--format', 'html', '--purpose', 'spec', '-o', form];
    const { code, err } = await line.run(args, environment);
    if (code !== 0) expect(err).toContain('is not its key');
    return code === 0 && readFileSync(form, 'utf8').includes('13900000001');
  };

  it('refuses where there is no ledger, or no key to go over to', async () => {
    expect((await line.run(rotate)).err).toContain('There is no ledger in');
    const LEDGER_VAULT_KEY = newKey();
    await fill({ LEDGER_VAULT_KEY });
    const alone = await line.run([...rotate, '--lang', 'zh-CN'], { LEDGER_VAULT_KEY });
    expect(alone).toMatchObject({ code: 1, err: expect.stringContaining('LEDGER_VAULT_KEY_PREVIOUS') });
    const strange = { LEDGER_VAULT_KEY: newKey(), LEDGER_VAULT_KEY_PREVIOUS: newKey() };
    expect((await line.run(rotate, strange)).err).toContain('is not its key');
    expect((await line.run(rotate, { LEDGER_VAULT_KEY_PREVIOUS: LEDGER_VAULT_KEY })).err).toContain('but not');
    expect(await reads({ LEDGER_VAULT_KEY })).toBe(true);
  });

  it('makes a new key file, and the old one opens nothing any more', async () => {
    await fill();
    const old = readFileSync(keyFile());
    expect(JSON.parse((await line.run([...rotate, '--json'])).out)).toEqual({ rotated: true, keyFile: keyFile() });
    expect(readFileSync(keyFile()).equals(old)).toBe(false);
    expect(await reads()).toBe(true);
    writeFileSync(keyFile(), old);
    expect(await reads()).toBe(false);
  });

  it('goes over from a key file to a given key, and from that to the next', async () => {
    await fill();
    let previous = readFileSync(keyFile(), 'utf8').trim();
    for (const next of [newKey(), newKey()]) {
      const both = { LEDGER_VAULT_KEY: next, LEDGER_VAULT_KEY_PREVIOUS: previous };
      expect(await reads(both)).toBe(true);
      const changed = await line.run(rotate, both);
      expect(changed).toMatchObject({ code: 0, err: expect.stringContaining('LEDGER_VAULT_KEY_PREVIOUS') });
      expect(await reads({ LEDGER_VAULT_KEY: next })).toBe(true);
      expect(await reads({ LEDGER_VAULT_KEY: previous })).toBe(false);
      previous = next;
    }
  });
});
