import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
import { type RecordedEvent, newId } from '@complaint-ledger/contracts';
import { MerkleFrontier } from '@complaint-ledger/proof';
import { type KurrentDbDouble, startKurrentDbDouble } from '@complaint-ledger/testing/kurrentdb-double';
import { sampleEvent } from '../testing/index.ts';
import { type KurrentDbEventStore, openKurrentDbEventStore } from './kurrentdb-event-store.ts';
import { StreamNames } from './names.ts';

const EVENTS = 1_500;

/** Always the double: no server lets its files be changed from outside. */
describe('verifying a log on a server', () => {
  let double: KurrentDbDouble;
  let store: KurrentDbEventStore;
  let namespace: string;
  let events: readonly RecordedEvent[];

  beforeAll(async () => {
    double = await startKurrentDbDouble();
  });
  afterAll(() => double.stop());
  beforeEach(async () => {
    namespace = `spec-${randomUUID()}`;
    store = await openKurrentDbEventStore({ url: double.url, namespace });
    await Promise.all(
      Array.from({ length: EVENTS }, (_, n) =>
        store.append(`case-${n % 40}`, 'any', [sampleEvent({ data: { mark: `mark-${n}` } })]),
      ),
    );
    await store.seal.sealAll();
    events = [...(await store.readAll({ after: 0, limit: EVENTS }))];
  });
  afterEach(() => store.close());

  const at = (index: number): RecordedEvent => events[index] as RecordedEvent;
  const bytesOf = ({ position: _, ...body }: RecordedEvent, change = ''): Uint8Array =>
    Buffer.from(JSON.stringify({ ...body, ...(change !== '' && { data: { mark: change } }) }));
  const broken = (index: number, reason: string) => ({
    ok: false,
    position: at(index).position,
    size: index,
    reason: expect.stringContaining(reason),
  });
  const append = async (stream: string, type: string, data: Record<string, unknown>): Promise<void> => {
    const client = KurrentDBClient.connectionString(double.url);
    await client.appendToStream(stream, jsonEvent({ id: newId(), type, data: data as never }));
    await client.dispose();
  };

  it('finds bytes that were changed, and says where', async () => {
    double.tamper(at(776).position, bytesOf(at(776), 'other'));
    const result = await store.seal.verify();
    expect(result).toMatchObject(broken(776, 'do not match their hash'));
    double.tamper(at(776).position, bytesOf(at(776)));
    expect(await store.seal.verify()).toMatchObject({ ok: true, size: EVENTS, unsealed: 0 });
  });

  it('finds an event that was taken out', async () => {
    double.tamper(at(1_200).position);
    expect(await store.seal.verify()).toMatchObject(broken(1_200, 'is missing'));
  });

  it('finds that the end was cut off', async () => {
    double.tamper(at(EVENTS - 1).position);
    expect(await store.seal.verify()).toMatchObject(broken(EVENTS - 1, 'the next one has position nothing'));
  });

  it('finds an event that is no JSON any more', async () => {
    double.tamper(at(9).position, Buffer.from('{'));
    expect(await store.seal.verify()).toMatchObject(broken(9, 'do not match their hash'));
  });

  it('finds an event that was written past the ledger into one of its streams', async () => {
    const { position: _, ...body } = at(0);
    await append(new StreamNames(namespace).ofStream(body.stream), body.type, { ...body, id: newId() });
    expect(await store.seal.verify()).toMatchObject({
      ok: false,
      size: EVENTS,
      reason: expect.stringContaining('goes on with revision 0 instead of'),
    });
  });

  it('finds a seal that does not go on from the one before it', async () => {
    await append(new StreamNames(namespace).ofSeals, 'LogSealed', { from: 7, positions: [1], nodes: '' });
    expect(await store.seal.verify()).toMatchObject({
      ok: false,
      size: EVENTS,
      reason: expect.stringContaining(`instead of ${EVENTS + 1}`),
    });
  });

  it('does not call a server that is away a log that does not hold', async () => {
    await double.stop();
    try {
      await expect(store.seal.verify()).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await double.start();
    }
  });

  it('gives the root of all that is in the log, tells what is not sealed yet, and how far it is', async () => {
    await store.append('case-1', 'any', [sampleEvent()]);
    const progress: number[] = [];
    const result = await store.seal.verify(({ position }) => progress.push(position));
    expect(result).toMatchObject({ ok: true, size: EVENTS + 1, unsealed: 1 });
    expect(progress).toHaveLength(3);
    await store.seal.sealAll();
    expect(await store.seal.root()).toEqual({ size: EVENTS + 1, root: result.root });
    expect(await store.seal.verify()).toEqual({ ...result, unsealed: 0 });
  });

  it('of nothing is the empty tree', async () => {
    const empty = await openKurrentDbEventStore({ url: double.url, namespace: `spec-${randomUUID()}` });
    expect(await empty.seal.verify()).toEqual({ ok: true, size: 0, root: MerkleFrontier.empty().root(), unsealed: 0 });
    await empty.close();
  });
});
