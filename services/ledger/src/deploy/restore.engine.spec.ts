import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openMongo } from '@complaint-ledger/mongodb';
import { inBatches } from '../distributed/embedded.ts';
import { runLedger } from '../distributed/fleet-member.ts';
import { type Fleet, withFleet } from '../distributed/fleet.ts';
import { periodsOf, reportsFrom } from '../distributed/told-reports.ts';
import { callCentre } from '../distributed/told-stories.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-restore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What docs/operations.md says to keep of MongoDB; everything else is made from the log. */
const KEPT = /^(vault_|access_keys$|quarantine_)/;

type Kept = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

const withDatabase = async <T>(
  { environment }: Fleet,
  work: (db: Awaited<ReturnType<typeof openMongo>>['db']) => Promise<T>,
): Promise<T> => {
  const mongo = await openMongo({ url: environment.LEDGER_MONGODB }, { what: 'The database of the drill' });
  try {
    return await work(mongo.db);
  } finally {
    await mongo.close();
  }
};

const dumped = (fleet: Fleet): Promise<Kept> =>
  withDatabase(fleet, async (db) => {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).filter((name) => KEPT.test(name));
    return new Map(
      await Promise.all(names.map(async (name) => [name, await db.collection(name).find().toArray()] as const)),
    );
  });

const restored = (fleet: Fleet, kept: Kept): Promise<void> =>
  withDatabase(fleet, async (db) => {
    for (const [name, documents] of kept)
      if (documents.length > 0) await db.collection(name).insertMany([...documents]);
  });

interface Told {
  readonly root: string;
  readonly size: number;
  readonly reports: Readonly<Record<string, string>>;
  readonly customer: unknown;
}

/** Positions are the engine's own: those of a restored log are others, in the same order. */
const withoutPositions = (told: unknown): unknown =>
  JSON.parse(JSON.stringify(told, (key, value: unknown) => (key === 'position' ? undefined : value)));

/** Root of the log, every report, and a customer in clear. */
const toldBy = async (fleet: Fleet): Promise<Told> => {
  const { root, size } = JSON.parse(await runLedger(fleet.environment, 'verify', '--json')) as Told;
  const [member] = fleet.of('reporting');
  if (member === undefined) throw new Error('reporting was not started');
  const reports = await reportsFrom(fleet, member, periodsOf(2026));
  const { cases } = await fleet.ask<{ cases: readonly { id: string }[] }>(member, '/v1/cases?limit=1');
  const customer = await fleet.ask(member, `/v1/cases/${cases[0]?.id}/history?purpose=drill`);
  return { root, size, reports, customer: withoutPositions(customer) };
};

describe('the backup of a distributed ledger', () => {
  it('restored on engines that are empty says the same, to the byte, and names customers again', async () => {
    const backup = `sqlite:${join(folder, 'log')}`;
    let kept: Kept = new Map();
    let before: Told | undefined;
    await withFleet({}, async (fleet) => {
      await fleet.start({ intake: 1, routing: 1, reporting: 1 });
      for (const batch of inBatches(callCentre(25))) await fleet.post(batch);
      await fleet.settled();
      await runLedger(fleet.environment, 'copy', '--from', 'events', '--to', backup);
      kept = await dumped(fleet);
      before = await toldBy(fleet);
    });
    await withFleet({}, async (fleet) => {
      const copied = JSON.parse(
        await runLedger(fleet.environment, 'copy', '--from', backup, '--to', 'events', '--json'),
      ) as Told;
      expect(copied).toMatchObject({ root: before?.root, size: before?.size });
      await restored(fleet, kept);
      await fleet.start({ intake: 1, routing: 1, reporting: 1 });
      await fleet.settled();
      const after = await toldBy(fleet);
      expect(after).toEqual(before);
      expect(JSON.stringify(after.customer)).toContain('"state":"clear"');
    });
  }, 300_000);
});
