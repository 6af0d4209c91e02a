import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent, SealedBlob } from '@complaint-ledger/contracts';
import { type KurrentDbEventStore, openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import { openMongo } from '@complaint-ledger/mongodb';
import { type Cluster, openCluster } from '../distributed/cluster.ts';
import type { DistributedLedger } from '../open/open-distributed.ts';
import { filedEvent, ndjson } from '../testing/events.ts';
import { CommandLine, type Ran } from '../testing/terminal.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
const phone = (n: number): string => `138${10_000_000 + n}`;
const CASES = 30;
const filed = Array.from({ length: CASES }, (_, n) => filedEvent(`C${n}`, { phone: phone(n) }));
const base64 = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

const firstImport = fileURLToPath(new URL('../../../../examples/first-import', import.meta.url));

describe('commands beside the services of a distributed ledger', () => {
  const line = new CommandLine();
  let cluster: Cluster;
  let intake: DistributedLedger;
  let serving: DistributedLedger;
  let log: KurrentDbEventStore;

  const file = (name: string, text: string): string => {
    const path = join(line.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const ledger = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    line.run(args, { ...cluster.environment, ...more });
  const json = async <T>(args: readonly string[]): Promise<T> => {
    const ran = await ledger([...args, '--json']);
    expect({ ...ran, out: '' }).toEqual({ code: 0, err: '', out: '' });
    return JSON.parse(ran.out) as T;
  };
  const events = file('events.ndjson', ndjson(filed));

  beforeAll(async () => {
    cluster = await openCluster({ data: join(line.folder, 'cluster'), now: () => NOW });
    intake = await cluster.open(['intake']);
    const { LEDGER_EVENTS: url = '', LEDGER_NAMESPACE: namespace = '' } = cluster.environment;
    log = await openKurrentDbEventStore({ url, namespace });
  }, 60_000);
  afterAll(async () => {
    await log.close();
    await cluster.dispose();
    line.remove();
  }, 60_000);

  describe('refuse', () => {
    const brought = (): string => {
      file('own.yaml', 'id: own\nversion: 1\nextends: standard\n');
      const mapping = [
        'source: crm://own',
        'zone: Asia/Shanghai',
        'dates: yyyy-MM-dd',
        'policy: own.yaml',
        'rows:',
        '  key: "{id}"',
        '  emit: [{ type: complaint.filed, time: "{at}", fields: { channel: phone } }]',
      ].join('\n');
      return file('own-mapping.yaml', mapping);
    };

    it.each<[string, () => readonly string[], Readonly<Record<string, string>>, string]>([
      ['to erase nobody', () => ['erase'], {}, 'Say who is to be erased.'],
      ['to erase who is not known', () => ['erase', '--phone', '13999999999'], {}, 'knows nobody'],
      [
        'to read without a server of personal data',
        () => ['erase', '--phone', '1'],
        { LEDGER_MONGODB: '' },
        'LEDGER_MONGODB is missing',
      ],
      ['the key of another vault', () => ['quarantine', 'list'], { LEDGER_VAULT_KEY: base64(9) }, 'is not its key'],
      ['to change the key to itself', () => ['keys', 'rotate-vault'], {}, 'no other key'],
      ['a message that is not in quarantine', () => ['quarantine', 'show', 'q-1'], {}, 'q-1'],
      ['to send it again', () => ['quarantine', 'resend', 'q-1'], {}, 'q-1'],
      [
        'a file whose pack the services may not know',
        () => ['import', file('own.csv', 'id,at\n1,2026-03-02\n'), '--mapping', brought()],
        {},
        "policy pack 'own'",
      ],
      ['a log that is away', () => ['verify'], { LEDGER_EVENTS: 'kurrentdb://127.0.0.1:9?tls=false' }, 'KurrentDB'],
    ])(
      '%s',
      async (_, args, more, words) => {
        const { code, out, err } = await ledger(args(), more);
        expect(err).toContain(words);
        expect({ code, out }).toEqual({ code: 1, out: '' });
        expect(err).not.toMatch(/^\s+at /m);
      },
      60_000,
    );
  });

  it('import a file, and a second time nothing of it, also from another place', async () => {
    const first = await json<{ accepted: number }>(['import', events]);
    expect(first).toMatchObject({ rows: CASES, accepted: CASES });
    const head = await log.head();
    expect(await json(['import', events])).toMatchObject({ accepted: 0, rejected: 0 });
    const elsewhere = new CommandLine();
    const again = await elsewhere.run(['import', events, '--json'], cluster.environment);
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 0, duplicates: CASES });
    elsewhere.remove();
    expect(await log.head()).toBe(head);
  }, 60_000);

  it('import a table by its mapping, go on where they were stopped, and double nothing', async () => {
    const table = join(firstImport, 'complaints.csv');
    const args = [
      'import',
      table,
      '--mapping',
      join(firstImport, 'mapping.yaml'),
      '--rejects',
      join(line.folder, 'r.csv'),
    ];
    const stopped = await line.start(args, cluster.environment).stop();
    expect(stopped).toMatchObject({ code: 130, err: expect.stringContaining('run it again to go on') });
    const imported = await json<{ messages: number }>(args);
    expect(imported).toMatchObject({ rows: 6, badRows: 1 });
    const head = await log.head();
    expect(await json(args)).toMatchObject({ messages: imported.messages, accepted: 0 });
    expect(await log.head()).toBe(head);
  }, 60_000);

  it('do not pass figures off as whole that nobody has counted', async () => {
    const { code, out, err } = await ledger(['report', 'weekly', '2026-W13']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('have not counted everything');
    const asOf = String(await log.head());
    expect(await json(['report', 'weekly', '2026-W13', '--as-of', asOf])).toMatchObject({ period: '2026-W13' });
  }, 60_000);

  it('do not call wrong what is only not counted yet', async () => {
    const { code, err } = await ledger(['replay']);
    expect(code).toBe(1);
    expect(err).toContain('have not counted everything');
  }, 60_000);

  describe('once the services run', () => {
    beforeAll(async () => {
      serving = await cluster.open(['routing', 'reporting']);
      await cluster.settled();
    }, 60_000);

    const reporting = () => {
      const { reporting: open } = serving;
      if (open === undefined) throw new Error('the process does not report');
      return open;
    };

    it('report what the services report', async () => {
      const told = await json(['report', 'weekly', '2026-W13']);
      const { asOf: _, ...report } = await reporting().report({ kind: 'weekly', period: '2026-W13' });
      expect(told).toMatchObject(JSON.parse(JSON.stringify(report)) as object);
      const then = await json<object>(['report', 'weekly', '2026-W13', '--as-of', String(await log.head())]);
      expect(then).toMatchObject(JSON.parse(JSON.stringify(report)) as object);
      expect((await ledger(['report', 'monthly', '2026-03', '--agents', '--format', 'csv'])).code).toBe(0);
    }, 60_000);

    it('write the form of a case, its reading on record', async () => {
      const written = join(line.folder, 'form.html');
      const form = ['form', 'C1', '--format', 'html', '-o', written];
      expect((await ledger(form)).err).toContain('--purpose');
      expect(readFileSync(written, 'utf8')).not.toContain(phone(1));
      await json([...form, '--purpose', 'spec']);
      expect(readFileSync(written, 'utf8')).toContain(phone(1));
      expect(await log.last()).toMatchObject({ type: 'PersonalDataRead', data: { purpose: 'spec' } });
    }, 60_000);

    it('list, show, mend and give up what is in quarantine', async () => {
      const bad = { ...filedEvent('BAD', { level: 'WRONG' }), id: 'bad' };
      const [refused] = (await intake.receiver?.receive([bad], { caller: 'spec' })) ?? [];
      expect(refused?.status).toBe('rejected');
      const { entries } = await json<{ entries: { quarantineId: string }[] }>([
        'quarantine',
        'list',
        '--state',
        'rejected',
      ]);
      const quarantineId = entries[0]?.quarantineId ?? '';
      expect(await json(['quarantine', 'show', quarantineId])).toMatchObject({ message: { id: 'bad' } });
      expect((await ledger(['quarantine', 'resend', quarantineId])).err).toContain('Rejected again');
      const mended = file('mended.json', JSON.stringify({ ...filedEvent('BAD'), id: 'bad' }));
      expect(await json(['quarantine', 'resend', quarantineId, '--with', mended])).toMatchObject({
        status: 'accepted',
      });
      expect((await ledger(['quarantine', 'discard', quarantineId, '--reason', 'x'])).err).toContain(
        'cannot be given up',
      );
      await cluster.settled();
    }, 60_000);

    it('try other rules on a period', async () => {
      const pack = file('tried.yaml', 'id: tried\nversion: 1\nextends: standard\n');
      const tried = await json<{ matters: object }>([
        'policy',
        'try',
        '--pack',
        pack,
        '--from',
        '2026-03-01',
        '--to',
        '2026-03-31',
      ]);
      // Five of the imported table and the mended one are filed in March, too.
      expect(tried.matters).toEqual({ standard: CASES + 6 });
    }, 60_000);

    it('verify the log, and find its root that of the seal', async () => {
      const verified = await json<{ size: number; root: string }>(['verify']);
      await log.seal.sealAll();
      const { size, root } = await log.seal.root();
      expect(verified).toMatchObject({ ok: true, size, root: Buffer.from(root).toString('hex') });
      expect((await ledger(['verify', '--lang', 'zh-CN'])).out).toContain(`${size} 个事件全部完好`);
    }, 60_000);

    it('replay the log beside the services, and name what is not what it says', async () => {
      const { size } = await log.seal.root();
      const replayed = await json<{ after: object }>(['replay']);
      expect(replayed).toMatchObject({ events: size, changed: [], before: replayed.after });
      expect(replayed.after).toMatchObject({ 'tallies@2': await reporting().digest() });

      const mongo = await openMongo({ url: cluster.environment['LEDGER_MONGODB'] ?? '' }, { what: 'The spec' });
      try {
        const cases = mongo.db.collection<{ _id: string; body: string }>('cases@2');
        const one = (await cases.find().toArray()).find(({ body }) => body.includes('"level":"major"'));
        if (one === undefined) throw new Error('no case is a major one');
        const { _id, body } = one;
        await cases.updateOne({ _id }, { $set: { body: body.replace('"level":"major"', '"level":"minor"') } });
        const { code, out, err } = await ledger(['replay', '--json']);
        expect(code).toBe(1);
        expect(JSON.parse(out)).toMatchObject({ changed: ['cases@2'] });
        expect(err).toContain('is not what the log says: cases@2');
        await cases.replaceOne({ _id }, one);
        expect((await json<{ changed: string[] }>(['replay'])).changed).toEqual([]);
      } finally {
        await mongo.close();
      }
    }, 90_000);

    const sealedOf = async (n: number): Promise<readonly [event: RecordedEvent, blob: SealedBlob]> => {
      const all = await log.readAll({ after: 0, limit: 100_000 });
      const [person] = await intake.vault.findByPhone(phone(n));
      for (const event of all) for (const blob of event.sealed ?? []) if (blob.person === person) return [event, blob];
      throw new Error(`nothing of ${phone(n)} is sealed`);
    };
    const read = async ([{ id }, blob]: readonly [RecordedEvent, SealedBlob]) =>
      serving.vault.unseal(id, blob, 'clear');

    it('erase a person for every process at once; figures, roots and everybody else stay', async () => {
      const [theirs, others] = [await sealedOf(3), await sealedOf(4)];
      expect(await read(theirs)).toMatchObject({ state: 'clear' });
      const before = [await reporting().digest(), await json(['verify']), await json(['report', 'monthly', '2026-03'])];

      const asked = await ledger(['erase', '--phone', phone(3)]);
      expect(asked).toMatchObject({ code: 1, err: expect.stringContaining('--yes') });
      expect(await read(theirs)).toMatchObject({ state: 'clear' });
      const held = { ...filedEvent('HELD', { level: 'WRONG', phone: phone(3) }), id: 'held' };
      const kept = { ...filedEvent('KEPT', { level: 'WRONG', phone: phone(4) }), id: 'kept' };
      await intake.receiver?.receive([held, kept], { caller: 'spec' });
      expect(await json(['erase', '--phone', phone(3), '--yes'])).toEqual({
        person: theirs[1].person,
        erased: true,
        messages: 1,
      });

      // The very next read: no process keeps a key.
      expect(await read(theirs)).toEqual({ state: 'erased' });
      expect(await read(others)).toMatchObject({ state: 'clear' });
      expect(await json(['erase', theirs[1].person, '--yes'])).toMatchObject({ erased: false, messages: 0 });
      expect(await intake.quarantine?.counts()).toMatchObject({ rejected: 1, discarded: 1 });
      const after = [await reporting().digest(), await json(['verify']), await json(['report', 'monthly', '2026-03'])];
      expect(after).toEqual(before);
    }, 90_000);

    it('change the key of the vault while the services go on; then the old one opens nothing', async () => {
      const old = cluster.environment['LEDGER_VAULT_KEY'] ?? '';
      const both = { LEDGER_VAULT_KEY: base64(5), LEDGER_VAULT_KEY_PREVIOUS: old };
      const sealed = await sealedOf(5);
      const changed = await ledger(['keys', 'rotate-vault', '--json'], both);
      expect(changed).toMatchObject({ code: 0 });
      expect(JSON.parse(changed.out)).toEqual({ rotated: true });
      expect((await ledger(['keys', 'rotate-vault'], both)).code).toBe(0);

      expect(await read(sealed)).toMatchObject({ state: 'clear' });
      const [receipt] =
        (await intake.receiver?.receive([filedEvent('LATE', { phone: phone(77) })], { caller: 'spec' })) ?? [];
      expect(receipt?.status).toBe('accepted');
      expect((await ledger(['quarantine', 'list'])).err).toContain('is not its key');
      expect((await ledger(['quarantine', 'list'], { LEDGER_VAULT_KEY: base64(5) })).code).toBe(0);
      expect((await ledger(['quarantine', 'list'], both)).code).toBe(0);
    }, 60_000);
  });
});
