import { afterEach, describe, expect, it } from '@jest/globals';
import { keepTrace, traceparentHere } from '@complaint-ledger/telemetry';
import { type RecordedSpans, recordSpans } from '@complaint-ledger/telemetry/testing';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { EventFeed, FeedConsumer, PartedConsumer } from './event-feed.ts';
import { tracedFeed } from './traced-feed.ts';

const TRACE = 'a'.repeat(32);
const APPEND = 'b'.repeat(16);

const tracedEvent = (): RecordedEvent => {
  const event = {} as RecordedEvent;
  keepTrace(event, `00-${TRACE}-${APPEND}-01`);
  return event;
};

/** Runs nothing: keeps the consumer that it was given. */
const feedDouble = (): EventFeed & { consumer?: FeedConsumer | PartedConsumer } => {
  const feed: EventFeed & { consumer?: FeedConsumer | PartedConsumer } = {
    run: (consumer) => {
      feed.consumer = consumer;
      return {} as ReturnType<EventFeed['run']>;
    },
    close: async () => undefined,
  };
  return feed;
};

const place = () => {
  const told: unknown[] = [];
  return {
    told,
    handle: (events: readonly RecordedEvent[], through: number) =>
      void told.push([events.length, through, traceparentHere()?.slice(3, 35)]),
    loadCheckpoint: async () => 7,
    saveCheckpoint: async (position: number) => void told.push(position),
  };
};

describe('a traced feed', () => {
  let recorded: RecordedSpans | undefined;
  afterEach(() => {
    recorded?.stop();
    recorded = undefined;
  });

  it('is the feed itself while tracing is off', () => {
    const feed = feedDouble();
    expect(tracedFeed(feed)).toBe(feed);
  });

  it.each(['whole', 'parted'])(
    'hands pages to a %s consumer inside a span of the trace of their events',
    async (kind) => {
      recorded = recordSpans();
      const feed = feedDouble();
      const mine = place();
      const consumer = kind === 'whole' ? { name: 'routing@1', ...mine } : { name: 'routing@1', open: () => mine };
      tracedFeed(feed).run(consumer);
      const run = feed.consumer;
      const handed = run !== undefined && 'open' in run ? run.open(3) : run;
      expect(run?.name).toBe('routing@1');
      expect(await handed?.loadCheckpoint()).toBe(7);
      await handed?.handle([tracedEvent(), tracedEvent()], 9);
      await handed?.handle([{} as RecordedEvent], 10);
      await handed?.saveCheckpoint(10);
      expect(mine.told).toEqual([[2, 9, TRACE], [1, 10, undefined], 10]);
      const span = recorded.only('process routing@1');
      expect(span.attributes).toEqual({ 'ledger.consumer': 'routing@1', 'ledger.events': 2 });
      expect(span.parentSpanContext).toMatchObject({ traceId: TRACE, spanId: APPEND });
    },
  );
});
