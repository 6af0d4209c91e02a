import {
  type Context,
  type Link,
  type Span,
  type SpanContext,
  context,
  createContextKey,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';
import { type SpanFacts, endingWith, inSpan } from './in-span.ts';
import { spanOf } from './kept-trace.ts';
import { tracer } from './tracer.ts';

/** Spans of the page that is being handled, by the id of the trace that each belongs to. */
const PAGE = createContextKey('complaint-ledger page');

type PageSpans = ReadonlyMap<string, Span>;

const pageOf = (within: Context): PageSpans | undefined => within.getValue(PAGE) as PageSpans | undefined;

interface Group {
  readonly spans: Map<string, SpanContext>;
  events: number;
}

const byTrace = (carriers: readonly unknown[]): ReadonlyMap<string, Group> => {
  const groups = new Map<string, Group>();
  for (const carrier of carriers) {
    const span = spanOf(carrier);
    if (span === undefined) continue;
    const group = groups.get(span.traceId) ?? { spans: new Map<string, SpanContext>(), events: 0 };
    group.spans.set(span.spanId, span);
    group.events++;
    groups.set(span.traceId, group);
  }
  return groups;
};

const linksTo = (spans: Iterable<SpanContext>): Link[] => [...spans].map((context) => ({ context }));

/** Under the page's span of the same trace, else under the span that the carrier names. */
const under = (span: SpanContext, within: Context): Context => {
  const around = pageOf(within)?.get(span.traceId);
  return around === undefined ? trace.setSpanContext(within, span) : trace.setSpan(within, around);
};

/**
 * Does work on a page of events or messages: in one span for each trace that they belong to, so that every trace is whole whatever came
 * with it. The span is a child of what recorded the first of them and is linked to all. What belongs to no trace makes no span.
 * `counted` names the attribute with the number of events.
 */
export const inTraces = async <T>(
  carriers: readonly unknown[],
  name: string,
  { counted = 'ledger.events', attributes, ...facts }: SpanFacts & { readonly counted?: string },
  work: () => Promise<T> | T,
): Promise<Awaited<T>> => {
  const make = tracer();
  if (make === undefined) return await work();
  const here = context.active();
  const page = new Map<string, Span>();
  for (const [traceId, { spans, events }] of byTrace(carriers)) {
    const [first] = spans.values();
    if (first === undefined) continue;
    const options = { ...facts, attributes: { ...attributes, [counted]: events }, links: linksTo(spans.values()) };
    page.set(traceId, make.startSpan(name, options, under(first, here)));
  }
  if (page.size === 0) return await work();
  const [only] = page.values();
  const within = here.setValue(PAGE, page);
  return endingWith(page.values(), page.size === 1 && only ? trace.setSpan(within, only) : within, work);
};

/** Where the work on one event or message of a page belongs; that on others of the page does not. */
const placeOf = (span: SpanContext | undefined): Context => {
  const here = context.active();
  if (span !== undefined && isSpanContextValid(span)) return under(span, here);
  return pageOf(here) === undefined ? here : trace.deleteSpan(here);
};

/** Does the work where the event or message belongs: what it records continues that trace. Without one, where it is called. */
export const continuing = <T>(carrier: unknown, work: () => T): T =>
  tracer() === undefined ? work() : context.with(placeOf(spanOf(carrier)), work);

/** The same in a span of its own, for work on several that belong together: a child of the first one's, linked to the others'. */
export const continuingIn = async <T>(
  carriers: readonly unknown[],
  name: string,
  facts: SpanFacts,
  work: () => Promise<T> | T,
): Promise<Awaited<T>> => {
  if (tracer() === undefined) return await work();
  const spans = new Map<string, SpanContext>();
  for (const carrier of carriers) {
    const span = spanOf(carrier);
    if (span !== undefined) spans.set(span.spanId, span);
  }
  const [first, ...others] = spans.values();
  const parent = placeOf(first);
  if (first === undefined) return await context.with(parent, work);
  return inSpan(name, { ...facts, parent, links: linksTo(others) }, work);
};
