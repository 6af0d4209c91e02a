import { parseStreamName } from '@complaint-ledger/contracts';
import { Recent } from '@complaint-ledger/sqlite';
import { SpanKind, inSpan, keepTrace, traceparentHere, tracing } from '@complaint-ledger/telemetry';
import type { EventStore } from './event-store.ts';

/** Events whose trace is remembered, at least. */
const REMEMBERED = 10_000;

export interface TracedStoreOptions {
  /** `sqlite`, `kurrentdb`. */
  readonly system: string;
  /**
   * True for a log that keeps the trace of an event beside it. For one that does not, it is remembered until those who follow the log
   * have come by: what was recorded by a process that has ended is handed out without its trace.
   */
  readonly keepsTraces: boolean;
}

/**
 * The same log; with tracing on, every append is a span: a producer's, which whoever is handed the event continues. It says the sort of
 * the stream, how many events and which types; no ids, since streams are named after what others called their complaints.
 */
export const tracedStore = (store: EventStore, { system, keepsTraces }: TracedStoreOptions): EventStore => {
  if (!tracing()) return store;
  const traces = new Recent<string, string>(REMEMBERED);
  const append: EventStore['append'] = (stream, expected, events) => {
    const { category } = parseStreamName(stream);
    const attributes = {
      'db.system.name': system,
      'db.operation.name': 'append',
      'ledger.stream.category': category,
      'ledger.events': events.length,
      'ledger.event.types': [...new Set(events.map(({ type }) => type))],
    };
    return inSpan(`append ${category}`, { kind: SpanKind.PRODUCER, attributes }, () => {
      const traceparent = keepsTraces ? undefined : traceparentHere();
      // An event that comes again was recorded when it came first.
      if (traceparent !== undefined)
        for (const { id } of events) if (traces.get(id) === undefined) traces.set(id, traceparent);
      return store.append(stream, expected, events);
    });
  };
  const subscribe: EventStore['subscribe'] = (after, handler) =>
    store.subscribe(after, (page) => {
      for (const event of page) keepTrace(event, traces.get(event.id));
      return handler(page);
    });
  return {
    append,
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    find: (eventId) => store.find(eventId),
    head: () => store.head(),
    subscribe: keepsTraces ? (after, handler) => store.subscribe(after, handler) : subscribe,
    close: () => store.close(),
  };
};
