import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parkedIn } from '@complaint-ledger/event-feed';
import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { openMongo } from '@complaint-ledger/mongodb';
import { takeCorner } from '../distributed/corner.ts';
import { filedEvent } from '../testing/events.ts';
import type { PartState } from '../server/health.ts';
import { type OutageGround, type ServedService, outageGround, until } from './outage-ground.ts';

const now = (): number => Date.parse('2026-11-20T12:00:00+08:00');

describe('readiness of a process among others', () => {
  let ground: OutageGround;

  beforeEach(async () => {
    ground = await outageGround({ now });
  }, 60_000);
  afterEach(() => ground.dispose(), 60_000);

  const part = async (service: ServedService, wanted: string): Promise<PartState | undefined> =>
    (await service.ready()).parts.find(({ name }) => name === wanted);

  it('waits for the groups to give it its share, and does without Kafka only when it is intake; liveness asks for nothing', async () => {
    const nobody = { LEDGER_KAFKA: '127.0.0.1:9' };
    const [intake, reporting] = await Promise.all([ground.start('intake', nobody), ground.start('reporting', nobody)]);
    expect(await reporting.ready()).toMatchObject({ status: 'not-ready' });
    expect(await part(reporting, 'groups')).toMatchObject({ ok: false, detail: 'reporting: not joined yet' });
    expect((await reporting.ask('/health/ready')).status).toBe(503);
    expect(await intake.ready()).toMatchObject({ status: 'degraded' });
    expect(await part(intake, 'inbound')).toMatchObject({ ok: false });
    await until(async () => (await part(intake, 'relay'))?.ok === false);
    expect((await intake.ask('/health/ready')).status).toBe(200);
    for (const each of [intake, reporting]) expect((await each.ask('/health/live')).status).toBe(200);
    const joined = await ground.start('reporting');
    await until(async () => (await joined.ready()).status === 'ready');
  }, 120_000);

  it('tells what is parked, with the reason, and answers requests all the same; so do the figures', async () => {
    const routing = await ground.start('routing');
    await until(async () => (await routing.ready()).status === 'ready');
    const { LEDGER_MONGODB: url = '', LEDGER_KAFKA_PREFIX: prefix = '' } = ground.environment;
    const store = await openMongoProjectionStore({ url });
    const place = parkedIn(store, { prefix, now }).place('routing@1', 17);
    const error = new Error('There is no calendar of 2031.');
    await place.park({ consumer: 'routing@1', bucket: 17, position: 41, events: 1, attempt: 6, error, retryIn: 1 });
    expect(await routing.ready()).toMatchObject({ status: 'degraded' });
    expect((await part(routing, 'parked'))?.detail).toBe(
      'routing@1, bucket 17 stands at position 41 since 2026-11-20T04:00:00.000Z: There is no calendar of 2031.',
    );
    expect((await routing.ask('/health/ready')).status).toBe(200);
    await until(() => routing.ledger.relay.leads());
    const figures = await (await routing.ask('/metrics')).text();
    for (const line of [
      'ledger_parked_buckets{consumer="routing@1"} 1',
      'ledger_part_ok{part="parked"} 0',
      'ledger_relay_leads 1',
      'ledger_consumer_lag_seconds{consumer="relay"} 0',
      'ledger_consumer_lag_seconds{consumer="seal"} 0',
      'ledger_partition_lag_messages{consumer="routing@1",partition="0"} 0',
    ])
      expect(figures).toContain(line);
    await place.over();
    await store.close();
    expect(await routing.ready()).toMatchObject({ status: 'ready' });
  }, 120_000);

  it('comes about however many start together on engines that are empty, and while the first events are appended', async () => {
    const [intake] = await Promise.all([ground.start('intake'), ground.start('routing'), ground.start('intake')]);
    const told = ground.tell(intake, [filedEvent('C1')]);
    await Promise.all([told, ground.start('reporting'), ground.start('routing')]);
    await ground.start('intake');
  }, 120_000);

  it('is none beside a database of MongoDB that has not the vault of the log: nothing is made there', async () => {
    const intake = await ground.start('intake');
    await ground.tell(intake, [filedEvent('C1')]);
    const other = takeCorner();
    const { LEDGER_MONGODB } = other.environment;
    const database = new URL(LEDGER_MONGODB).pathname.slice(1);
    for (const service of ['intake', 'routing', 'reporting'] as const)
      await expect(ground.start(service, { LEDGER_MONGODB })).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining(`no vault in ${database}`),
      });
    const mongo = await openMongo({ url: LEDGER_MONGODB }, { what: 'The database of the spec' });
    expect(await mongo.db.listCollections().toArray()).toEqual([]);
    await mongo.close();
  }, 120_000);

  it('is none with another key of the vault: the process refuses to start and says so', async () => {
    await ground.start('intake');
    const other = { LEDGER_VAULT_KEY: Buffer.alloc(32, 9).toString('base64') };
    await expect(ground.start('intake', other)).rejects.toMatchObject({
      name: 'LedgerError',
      message: expect.stringMatching(/key/),
    });
  }, 120_000);
});
