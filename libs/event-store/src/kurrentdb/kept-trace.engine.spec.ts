import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { inSpan, traceOf } from '@complaint-ledger/telemetry';
import { recordSpans } from '@complaint-ledger/telemetry/testing';
import { type KurrentDbDouble, startKurrentDbDouble } from '@complaint-ledger/testing/kurrentdb-double';
import { sampleEvent } from '../testing/index.ts';
import { tracedStore } from '../traced-store.ts';
import { openKurrentDbEventStore } from './kurrentdb-event-store.ts';

const server = process.env['LEDGER_KURRENTDB'];
let double: KurrentDbDouble | undefined;

beforeAll(async () => {
  if (server === undefined) double = await startKurrentDbDouble();
});
afterAll(() => double?.stop());

const open = (namespace = `spec-${randomUUID()}`) =>
  openKurrentDbEventStore({
    url: server ?? double?.url ?? '',
    namespace,
    clock: () => Date.parse('2026-11-16T02:00:00Z'),
  });

const traceIdOf = (event: RecordedEvent): string | undefined => traceOf(event)?.split('-')[1];

describe('the trace of an event on KurrentDB', () => {
  it('is that of its own append, of many at once, and whoever reads the log is handed it', async () => {
    const recorded = recordSpans();
    const namespace = `spec-${randomUUID()}`;
    const [writing, reading] = await Promise.all([open(namespace), open(namespace)]);
    const store = tracedStore(writing, { system: 'kurrentdb', keepsTraces: true });
    const streams = Array.from({ length: 20 }, (_, index) => `case-${index}`);
    await Promise.all(
      streams.map((stream) =>
        inSpan(`request of ${stream}`, {}, async () => {
          await store.append(stream, 'no-stream', [sampleEvent(), sampleEvent()]);
          await store.append(stream, 1, [sampleEvent()]);
        }),
      ),
    );
    const expected = streams.flatMap((stream) => {
      const { traceId } = recorded.only(`request of ${stream}`).spanContext();
      return [traceId, traceId, traceId];
    });
    recorded.stop();
    const byStream = await Promise.all(streams.map((stream) => reading.readStream(stream)));
    expect(byStream.flat().map(traceIdOf)).toEqual(expected);
    const all = await reading.readAll({ after: 0 });
    const sorted = (ids: readonly (string | undefined)[]) => ids.map(String).toSorted();
    expect(sorted(all.map(traceIdOf))).toEqual(sorted(expected));
    await Promise.all([writing.close(), reading.close()]);
  });

  it('changes nothing of what is stored and hashed', async () => {
    const events = [sampleEvent(), sampleEvent(), sampleEvent()];
    const rootOf = async (traced: boolean) => {
      const recorded = traced ? recordSpans() : undefined;
      const store = await open();
      await tracedStore(store, { system: 'kurrentdb', keepsTraces: true }).append('case-1', 'no-stream', events);
      await store.seal.sealAll();
      const told = [
        await store.seal.root(),
        (await store.readStream('case-1')).map(({ position: _, ...event }) => event),
      ];
      expect((await store.readStream('case-1')).every((event) => (traceOf(event) !== undefined) === traced)).toBe(true);
      await store.close();
      recorded?.stop();
      return told;
    };
    expect(await rootOf(true)).toEqual(await rootOf(false));
  });
});
