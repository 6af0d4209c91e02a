import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, inSpan, traceOf } from '@complaint-ledger/telemetry';
import { type RecordedSpans, recordSpans } from '@complaint-ledger/telemetry/testing';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { EventStore } from './event-store.ts';
import { type SqliteEventStore, openSqliteEventStore } from './sqlite/sqlite-event-store.ts';
import { sampleEvent } from './testing/sample-events.ts';
import { tracedStore } from './traced-store.ts';

let folder = '';
let log: SqliteEventStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'traced-store-'));
  log = openSqliteEventStore({ path: join(folder, 'events.db') });
});
afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true });
});

const options = { system: 'sqlite', keepsTraces: false };

/** Every event from the start of the log to its end, as a follower gets them. */
const follow = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  const subscription = store.subscribe(0, (page) => void events.push(...page));
  await subscription.caughtUp(await store.head());
  await subscription.stop();
  return events;
};

it('with tracing off it is the log itself', () => {
  expect(tracedStore(log, options)).toBe(log);
});

describe('with tracing on', () => {
  let recorded: RecordedSpans;
  beforeEach(() => {
    recorded = recordSpans();
  });
  afterEach(() => recorded.stop());

  it('an append is a span of the sort of stream, the number of events and their types', async () => {
    const events = [sampleEvent(), sampleEvent()];
    await inSpan('request', {}, () => tracedStore(log, options).append('case-C-1001', 'no-stream', events));
    const span = recorded.only('append case');
    expect(span).toMatchObject({ kind: SpanKind.PRODUCER });
    expect(span.attributes).toEqual({
      'db.system.name': 'sqlite',
      'db.operation.name': 'append',
      'ledger.stream.category': 'case',
      'ledger.events': 2,
      'ledger.event.types': [events[0]?.type],
    });
    expect(span.parentSpanContext?.spanId).toBe(recorded.only('request').spanContext().spanId);
  });

  it('an append that is refused says why', async () => {
    const store = tracedStore(log, options);
    await expect(store.append('case-1', 'stream-exists', [sampleEvent()])).rejects.toMatchObject({});
    expect(recorded.only('append case').attributes['error.type']).toBe('stream-not-found');
  });

  it('a follower is handed each event with the append that recorded it, and the stored bytes know nothing of it', async () => {
    const store = tracedStore(log, options);
    const event = sampleEvent();
    await store.append('case-1', 'no-stream', [event]);
    await store.append('case-1', 'any', [event]);
    const [followed] = await follow(store);
    const [first] = recorded.named('append case');
    const { traceId, spanId } = first?.spanContext() ?? {};
    expect(followed && traceOf(followed)).toBe(`00-${traceId}-${spanId}-01`);
    expect(JSON.stringify(await log.readAll({ after: 0 }))).not.toContain(traceId);
  });

  it('what another process recorded is handed out without its trace', async () => {
    await tracedStore(log, options).append('case-1', 'no-stream', [sampleEvent()]);
    const [followed] = await follow(tracedStore(log, options));
    expect(followed && traceOf(followed)).toBeUndefined();
  });

  it('appends of one tick stay in one tick', async () => {
    const calls: string[] = [];
    const told: Pick<EventStore, 'append'> = {
      append: async (stream) => {
        calls.push(stream);
        return { appended: true, revision: 0, position: 0 };
      },
    };
    const store = tracedStore({ ...told } as EventStore, options);
    const appends = ['case-1', 'case-2'].map((stream) => store.append(stream, 'any', [sampleEvent()]));
    expect(calls).toEqual(['case-1', 'case-2']);
    await Promise.all(appends);
  });
});
