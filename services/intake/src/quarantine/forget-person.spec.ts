import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { complaintIdOf, streamName } from '@complaint-ledger/contracts';
import { type SqliteVault, openSqliteVault } from '@complaint-ledger/vault';
import { forgetPerson } from './forget-person.ts';
import type { Held, Quarantine } from './quarantine.ts';
import { openSqliteQuarantine } from './sqlite-quarantine.ts';
import { rejected } from './testing/quarantine-contract.ts';

describe('what the quarantine holds of a person', () => {
  let folder: string;
  let vault: SqliteVault;
  let quarantine: Quarantine;
  let person: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'forget-person-'));
    vault = openSqliteVault({ path: join(folder, 'vault.db'), keyFile: join(folder, 'vault.key') });
    quarantine = await openSqliteQuarantine({ path: join(folder, 'quarantine.db'), sealer: vault });
    const subject = streamName('complaint', complaintIdOf('crm://a', 'C1'));
    person = await vault.personFor({ phone: '13800000001', fallback: 'x', subject });
    await vault.personFor({ phone: '13800000002', fallback: 'y' });
    await vault.personFor({ account: '77', fallback: 'z' });
  });
  afterEach(async () => {
    await quarantine.close();
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  const forgets = async (held: Held, whose = person): Promise<boolean> => {
    const [id = ''] = await quarantine.keep([held]);
    const count = await forgetPerson(quarantine, vault, whose);
    const { body, state } = await quarantine.get(id);
    expect([count, state]).toEqual(body === undefined ? [1, 'discarded'] : [0, 'rejected']);
    return body === undefined;
  };
  const bytes = (text: string): Held => ({ ...rejected('b'), body: { bytes: Buffer.from(text) } });

  it.each<[string, Held]>([
    ['of another person', rejected('a', { data: { complainant: { phone: '13800000002' } } })],
    ['of nobody', rejected('a', { data: { detail: 'no number, 12' } })],
    ['of another matter', rejected('a', { data: { complaintId: 'C2', text: 'private' } })],
    ['of the same id at another source', rejected('a', { data: { complaintId: 'C1' } }, { source: 'crm://b' })],
    ['that was masked', rejected('a', { data: { phone: '138****0001' } })],
  ])('is nothing %s', async (_, held) => {
    expect(await forgets(held)).toBe(false);
  });

  it.each<[string, Held]>([
    ['a phone, however it is written', rejected('a', { data: { complainant: { phone: '+86 138-0000-0001' } } })],
    ['a phone that is a number', rejected('a', { data: { whatever: 13_800_000_001 } })],
    ['a phone in a text', rejected('a', { data: { detail: '请回电138 0000 0001，谢谢' } })],
    ['a matter of theirs', rejected('a', { data: { complaintId: 'C1', detail: 'private' } })],
    ['a phone in what is no JSON', bytes('{"phone": "13800000001", 坏')],
  ])('is a message with %s', async (_, held) => {
    expect(await forgets(held)).toBe(true);
  });

  it('is not every message in which a short account of theirs happens to stand', async () => {
    const [short] = await vault.namedIn(['77']);
    expect(short).toBeDefined();
    expect(await forgets(rejected('a', { data: { count: 77 } }), short)).toBe(false);
  });
});
