import { SpanKind } from '@complaint-ledger/telemetry';
import type { EventFeed } from '../event-feed.ts';
import { tracedFeed } from '../traced-feed.ts';
import type { KafkaFeedOptions } from './kafka-feed.ts';

/** As OpenTelemetry's semantic conventions for messaging have it: one span for what of a batch belongs to one trace. */
const batchOf = (kind: SpanKind, operation: 'send' | 'process', topic: string, more: Record<string, string>) => ({
  kind,
  counted: 'messaging.batch.message_count',
  attributes: {
    'messaging.system': 'kafka',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': topic,
    ...more,
  },
});

/** A client's span, for the messages carry not its context but that in which each event was recorded. */
export const sendSpan = (topic: string) => batchOf(SpanKind.CLIENT, 'send', topic, {});

export const processSpan = (topic: string, group: string) =>
  batchOf(SpanKind.CONSUMER, 'process', topic, { 'messaging.consumer.group.name': group });

/** The same feed; with tracing on, every page is handled in the traces that its messages belong to. */
export const tracedKafkaFeed = (
  feed: EventFeed,
  { topic, groupPrefix }: Required<Pick<KafkaFeedOptions, 'topic' | 'groupPrefix'>>,
): EventFeed =>
  tracedFeed(feed, (consumer) => ({ name: `process ${topic}`, ...processSpan(topic, `${groupPrefix}${consumer}`) }));
