import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KurrentDbDouble, startKurrentDbDouble } from '@complaint-ledger/testing/kurrentdb-double';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { AppendResult, ReadStreamOptions } from '../event-store.ts';
import { eventStoreContract, sampleEvent, sampleEvents } from '../testing/index.ts';
import { IdRegister } from './id-register.ts';
import { KurrentReader } from './kurrent-reader.ts';
import { KurrentWriter } from './kurrent-writer.ts';
import { openKurrentDbEventStore } from './kurrentdb-event-store.ts';
import { StreamNames } from './names.ts';

const server = process.env['LEDGER_KURRENTDB'];
let double: KurrentDbDouble | undefined;

beforeAll(async () => {
  if (server === undefined) double = await startKurrentDbDouble();
});
afterAll(() => double?.stop());

const url = (): string => server ?? double?.url ?? '';

eventStoreContract(
  server === undefined || server.includes('connectionName=double') ? 'a double of KurrentDB' : 'KurrentDB',
  async () => {
    const namespace = `spec-${randomUUID()}`;
    return {
      open: () => openKurrentDbEventStore({ url: url(), namespace, lookEveryMs: 200 }),
      // Streams of a namespace of its own: nobody else reads them.
      dispose: async () => undefined,
    };
  },
  { exclusiveWriter: false, oneSequence: false },
);

describe('KurrentDB event store', () => {
  it('lets two processes write one stream: one wins, the other is told', async () => {
    const namespace = `spec-${randomUUID()}`;
    const [one, other] = await Promise.all([
      openKurrentDbEventStore({ url: url(), namespace }),
      openKurrentDbEventStore({ url: url(), namespace }),
    ]);
    await one.append('case-1', 'no-stream', sampleEvents(1));
    const race = await Promise.allSettled([
      one.append('case-1', 0, sampleEvents(1)),
      other.append('case-1', 0, sampleEvents(1)),
    ]);
    expect(race.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(race.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'wrong-revision' } });
    expect(await other.readStream('case-1')).toHaveLength(2);
    await Promise.all([one.close(), other.close()]);
  });

  it('answers one append of two processes once with appended', async () => {
    const namespace = `spec-${randomUUID()}`;
    const [one, other] = await Promise.all([
      openKurrentDbEventStore({ url: url(), namespace, clock: () => 1_000 }),
      openKurrentDbEventStore({ url: url(), namespace, clock: () => 2_000 }),
    ]);
    const events = sampleEvents(3);
    const both = await Promise.all([one.append('case-1', 'any', events), other.append('case-1', 'any', events)]);
    expect(both.filter(({ appended }) => appended)).toHaveLength(1);
    expect(await one.readStream('case-1')).toHaveLength(3);
    await Promise.all([one.close(), other.close()]);
  });

  it.each([
    { when: 'looks whether they are there', at: 'look' },
    { when: 'registers their ids', at: 'register' },
  ] as const)('writes events once that another process writes while this one $when', async ({ at }) => {
    const names = new StreamNames(`spec-${randomUUID()}`);
    const client = KurrentDBClient.connectionString(url());
    const events = sampleEvents(3);
    const request = { stream: 'case-1', expected: 'any', events } as const;
    const partsOf = (clock: number) => ({
      client,
      names,
      reader: new KurrentReader(client, names),
      register: new IdRegister(client, names),
      clock: () => clock,
    });
    const other = new KurrentWriter(partsOf(1_000));
    let first: Promise<AppendResult> | undefined;
    const otherWrites = () => (first ??= other.append(request));
    const parts = partsOf(2_000);
    class ReaderBeside extends KurrentReader {
      override async stream(stream: string, options?: ReadStreamOptions) {
        const seen = await super.stream(stream, options);
        if (at === 'look') await otherWrites();
        return seen;
      }
    }
    class RegisterBeside extends IdRegister {
      override async enter(eventId: string, stream: string) {
        const entered = await super.enter(eventId, stream);
        if (at === 'register') await otherWrites();
        return entered;
      }
    }
    const one = new KurrentWriter({
      ...parts,
      reader: new ReaderBeside(client, names),
      register: new RegisterBeside(client, names),
    });
    expect(await one.append(request)).toEqual({ ...(await first), appended: false });
    expect(await first).toMatchObject({ appended: true });
    expect(await parts.reader.stream('case-1')).toHaveLength(3);
    await client.dispose();
  });

  it('writes an id into one stream that two processes append to two at once', async () => {
    const names = new StreamNames(`spec-${randomUUID()}`);
    const client = KurrentDBClient.connectionString(url());
    const events = sampleEvents(1);
    const reader = new KurrentReader(client, names);
    const parts = { client, names, clock: () => 1_000 };
    let looked: () => void = () => undefined;
    const otherHasLooked = new Promise<void>((resolve) => (looked = resolve));
    class ReaderOfOther extends KurrentReader {
      override async stream(stream: string, options?: ReadStreamOptions) {
        const seen = await super.stream(stream, options);
        if (stream === 'case-1') looked();
        return seen;
      }
    }
    const register = new IdRegister(client, names);
    const other = new KurrentWriter({ ...parts, reader: new ReaderOfOther(client, names), register });
    let second: Promise<PromiseSettledResult<AppendResult>[]> | undefined;
    class RegisterBeside extends IdRegister {
      override async enter(eventId: string, stream: string) {
        const entered = await super.enter(eventId, stream);
        second = Promise.allSettled([other.append({ stream: 'case-2', expected: 'any', events })]);
        await otherHasLooked;
        return entered;
      }
    }
    const one = new KurrentWriter({ ...parts, reader, register: new RegisterBeside(client, names) });
    expect(await one.append({ stream: 'case-1', expected: 'any', events })).toMatchObject({ appended: true });
    expect(await second).toMatchObject([{ status: 'rejected', reason: { code: 'conflict' } }]);
    expect(await reader.stream('case-2')).toEqual([]);
    await client.dispose();
  });

  it('writes an id into another stream that was registered and never written, after a while', async () => {
    const names = new StreamNames(`spec-${randomUUID()}`);
    const client = KurrentDBClient.connectionString(url());
    const [register, reader] = [new IdRegister(client, names), new KurrentReader(client, names)];
    const [event] = sampleEvents(1);
    await register.enter(event?.id ?? '', 'case-1');
    const writer = new KurrentWriter({ client, names, reader, register, clock: () => 1_000, settleMs: 10 });
    const request = { stream: 'case-2', expected: 'any', events: event === undefined ? [] : [event] } as const;
    expect(await writer.append(request)).toMatchObject({ appended: true });
    expect(await writer.append(request)).toMatchObject({ appended: false });
    await client.dispose();
  });

  it('makes appends to different streams side by side, and those of one turn one after the other', async () => {
    const store = await openKurrentDbEventStore({
      url: url(),
      namespace: `spec-${randomUUID()}`,
      inTurnOf: ([event]) => event?.correlationId,
    });
    const of = (correlationId: string, count = 1) =>
      Array.from({ length: count }, () => sampleEvent({ correlationId }));
    const made = await Promise.all([
      store.append('call-1', 'no-stream', of('caller-1', 300)),
      store.append('call-2', 'no-stream', of('caller-1')),
      store.append('call-3', 'no-stream', of('caller-2')),
      store.append('call-2', 0, of('caller-1')),
    ]);
    expect(made.map(({ revision }) => revision)).toEqual([299, 0, 0, 1]);
    const log = await store.readAll({ after: 0 });
    expect([...new Set(log.map(({ stream }) => stream))]).toEqual(['call-3', 'call-1', 'call-2']);
    await store.close();
  });

  it('appends to a stream that keeps its place after all that was to be appended before, and all else after it', async () => {
    const store = await openKurrentDbEventStore({
      url: url(),
      namespace: `spec-${randomUUID()}`,
      inOrder: (stream) => stream === 'source-1',
      inTurnOf: ([event]) => event?.correlationId,
    });
    const call = (count = 1) => Array.from({ length: count }, () => sampleEvent({ correlationId: 'caller-1' }));
    await Promise.all([
      store.append('call-1', 'no-stream', call(300)),
      store.append('call-2', 'no-stream', call()),
      store.append('source-1', 'any', sampleEvents(1)),
      store.append('case-3', 'no-stream', sampleEvents(1)),
    ]);
    const log = await store.readAll({ after: 0 });
    expect([...new Set(log.map(({ stream }) => stream))]).toEqual(['call-1', 'call-2', 'source-1', 'case-3']);
    await store.close();
  });

  it('says that an event is larger than the server takes, and goes on', async () => {
    const small = await startKurrentDbDouble();
    const store = await openKurrentDbEventStore({ url: small.url });
    const large = sampleEvent({ data: { text: 'x'.repeat(1024 * 1024) } });
    await expect(store.append('case-1', 'no-stream', [large])).rejects.toMatchObject({
      code: 'payload-too-large',
      details: { hint: expect.anything() },
    });
    const { id } = large;
    expect(await store.append('case-1', 'no-stream', [sampleEvent({ id })])).toMatchObject({ appended: true });
    await store.close();
    await small.stop();
  });

  it('is read over a new connection when the old one ends in the middle', async () => {
    const restarted = await startKurrentDbDouble();
    const store = await openKurrentDbEventStore({ url: restarted.url, namespace: 'restarted' });
    const events = sampleEvents(200);
    await store.append('complaint-1', 'no-stream', events);
    const reads = Array.from({ length: 40 }, () => store.readStream('complaint-1'));
    const ids = events.slice(0, 40).map(({ id }) => store.find(id));
    await restarted.stop();
    await restarted.start();
    for (const read of await Promise.all(reads)) expect(read.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect((await Promise.all(ids)).map((found) => found?.id)).toEqual(events.slice(0, 40).map(({ id }) => id));
    await store.close();
    await restarted.stop();
  });

  it('goes on with a subscription when the server was away', async () => {
    const away = await startKurrentDbDouble();
    const store = await openKurrentDbEventStore({ url: away.url, lookEveryMs: 100 });
    const seen: string[] = [];
    const subscription = store.subscribe(0, (events) => void seen.push(...events.map(({ id }) => id)));
    const [first, second] = [sampleEvents(2), sampleEvents(2)];
    const { position } = await store.append('case-1', 'no-stream', first);
    await subscription.caughtUp(position);
    await away.stop();
    await expect(store.append('case-1', 1, second)).rejects.toMatchObject({ code: 'storage' });
    await away.start();
    const again = async (): Promise<number> => {
      try {
        return (await store.append('case-1', 1, second)).position;
      } catch {
        return again();
      }
    };
    await subscription.caughtUp(await again());
    expect(seen).toEqual([...first, ...second].map(({ id }) => id));
    await store.close();
    await away.stop();
  });

  it('says what to mend when nobody answers', async () => {
    await expect(
      openKurrentDbEventStore({ url: 'kurrentdb://127.0.0.1:9?tls=false&maxDiscoverAttempts=1' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/unavailable|storage/) });
    await expect(openKurrentDbEventStore({ url: 'mysql://x' })).rejects.toMatchObject({ code: 'config' });
  });
});
