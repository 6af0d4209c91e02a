import { type SpanFacts, inTraces, tracing } from '@complaint-ledger/telemetry';
import type { EventFeed, FeedConsumer, FeedPlace, PartedConsumer } from './event-feed.ts';

/** The span in which a consumer handles a page. */
export type PageSpan = (consumer: string) => SpanFacts & { readonly name: string; readonly counted?: string };

const inProcess: PageSpan = (consumer) => ({
  name: `process ${consumer}`,
  attributes: { 'ledger.consumer': consumer },
});

const tracedPlace = (place: FeedPlace, consumer: string, spanOf: PageSpan): FeedPlace => {
  const { name, ...facts } = spanOf(consumer);
  return {
    handle: (events, through) => inTraces(events, name, facts, () => place.handle(events, through)),
    loadCheckpoint: () => place.loadCheckpoint(),
    saveCheckpoint: (position) => place.saveCheckpoint(position),
  };
};

const tracedConsumer = (consumer: FeedConsumer | PartedConsumer, spanOf: PageSpan): FeedConsumer | PartedConsumer =>
  'open' in consumer
    ? { ...consumer, open: (bucket) => tracedPlace(consumer.open(bucket), consumer.name, spanOf) }
    : { ...consumer, ...tracedPlace(consumer, consumer.name, spanOf) };

/** The same feed; with tracing on, every page is handled in the traces that its events belong to. */
export const tracedFeed = (feed: EventFeed, spanOf: PageSpan = inProcess): EventFeed =>
  tracing() ? { run: (consumer) => feed.run(tracedConsumer(consumer, spanOf)), close: () => feed.close() } : feed;
