import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { LedgerError } from '@complaint-ledger/contracts';
import { inSpan } from './in-span.ts';
import { continuing, continuingIn, inTraces } from './in-traces.ts';
import { keepTrace, traceOf, traceparentHere } from './kept-trace.ts';
import { spanIds } from './span-ids.ts';
import { type RecordedSpans, recordSpans } from './testing/record-spans.ts';

const traceId = (digit: string): string => digit.repeat(32);
const spanId = (digit: string): string => digit.repeat(16);

/** An event recorded in the span of these digits. */
const eventOf = (trace: string, span: string, flags = '01'): object => {
  const event = {};
  keepTrace(event, `00-${traceId(trace)}-${spanId(span)}-${flags}`);
  return event;
};

const idsHere = (): string | undefined => traceparentHere()?.slice(3, 52);

describe('while tracing is off', () => {
  it('work is only done, and what an event carries goes on as it came', async () => {
    const event = eventOf('a', '1');
    const work = async (): Promise<string> => JSON.stringify([traceparentHere(), spanIds()]);
    const nothing = '[null,{}]';
    expect(await inSpan('name', {}, work)).toBe(nothing);
    expect(await inTraces([event], 'name', {}, work)).toBe(nothing);
    expect(await continuingIn([event], 'name', {}, work)).toBe(nothing);
    expect(await continuing(event, work)).toBe(nothing);
    expect(traceOf(event)).toBe(`00-${traceId('a')}-${spanId('1')}-01`);
  });
});

describe('while tracing is on', () => {
  let recorded: RecordedSpans;
  beforeEach(() => {
    recorded = recordSpans();
  });
  afterEach(() => recorded.stop());

  it('a span is the child of the one that it is called in', async () => {
    await inSpan('outer', { kind: SpanKind.SERVER, attributes: { size: 3 } }, () => inSpan('inner', {}, () => 'done'));
    const [outer, inner] = [recorded.only('outer'), recorded.only('inner')];
    expect(inner.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
    expect(outer).toMatchObject({ kind: SpanKind.SERVER, attributes: { size: 3 } });
  });

  it('an error gives its span its code, and none of its words', async () => {
    const failing = inSpan('failing', {}, () => {
      throw new LedgerError('conflict', 'Li Hua, 13800000001', {});
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    const span = recorded.only('failing');
    expect(span).toMatchObject({ status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': 'conflict' } });
    expect([span.events, span.status.message]).toEqual([[], undefined]);
  });

  it('a log line names the span that it is written in', async () => {
    expect(spanIds()).toEqual({});
    const told = await inSpan('name', {}, () => spanIds());
    const { traceId, spanId } = recorded.only('name').spanContext();
    expect(told).toEqual({ trace_id: traceId, span_id: spanId, trace_flags: '01' });
  });

  it('a page makes one span for each trace, under the first event and linked to all of that trace', async () => {
    const page = [eventOf('a', '1'), eventOf('b', '2'), {}, eventOf('a', '3'), eventOf('a', '1')];
    await inTraces(page, 'process', { kind: SpanKind.CONSUMER, attributes: { system: 'kafka' } }, () => undefined);
    const told = recorded.named('process').map((span) => ({
      trace: span.spanContext().traceId,
      parent: span.parentSpanContext?.spanId,
      links: span.links.map(({ context }) => context.spanId),
      events: span.attributes['ledger.events'],
    }));
    expect(told).toEqual([
      { trace: traceId('a'), parent: spanId('1'), links: [spanId('1'), spanId('3')], events: 3 },
      { trace: traceId('b'), parent: spanId('2'), links: [spanId('2')], events: 1 },
    ]);
  });

  it('a page without any trace makes no span', async () => {
    await inTraces([{}, {}], 'process', {}, () => undefined);
    expect(recorded.spans).toEqual([]);
  });

  it('a trace that was not to be kept is not kept further on, and says so to those after it', async () => {
    const told = await inTraces([eventOf('a', '1', '00')], 'process', {}, () => traceparentHere());
    expect(recorded.spans).toEqual([]);
    expect(told).toMatch(new RegExp(`^00-${traceId('a')}-.*-00$`));
  });

  it('what an event of a page leads to is under the span of its own trace, whatever else is in the page', async () => {
    const [one, two, none] = [eventOf('a', '1'), eventOf('b', '2'), {}];
    await inTraces([one, two, none], 'process', {}, async () => {
      await continuingIn([one], 'decide one', {}, () => undefined);
      await continuing(two, () => inSpan('append two', {}, () => undefined));
      await continuing(none, () => inSpan('append none', {}, () => undefined));
    });
    const [ofA, ofB] = recorded.named('process');
    expect(recorded.only('decide one').parentSpanContext?.spanId).toBe(ofA?.spanContext().spanId);
    expect(recorded.only('append two').parentSpanContext?.spanId).toBe(ofB?.spanContext().spanId);
    expect(recorded.only('append none').parentSpanContext).toBeUndefined();
  });

  it('an event without a trace does not get into that of the only other in its page', async () => {
    const none = {};
    await inTraces([eventOf('a', '1'), none], 'process', {}, () =>
      continuingIn([none], 'decide', {}, () => inSpan('append', {}, () => undefined)),
    );
    expect(recorded.named('decide')).toEqual([]);
    expect(recorded.only('append').parentSpanContext).toBeUndefined();
  });

  it('work on several events is under the first and linked to the others', async () => {
    await continuingIn([{}, eventOf('a', '1'), eventOf('b', '2')], 'decide', {}, () => undefined);
    const span = recorded.only('decide');
    expect(span.parentSpanContext?.spanId).toBe(spanId('1'));
    expect(span.links.map(({ context }) => context.spanId)).toEqual([spanId('2')]);
  });

  it('what brings no trace continues the one that it is called in', async () => {
    const told = await inSpan('request', {}, () => continuing({}, () => idsHere()));
    const { traceId, spanId } = recorded.only('request').spanContext();
    expect(told).toBe(`${traceId}-${spanId}`);
  });

  it.each([
    [59, 1],
    [61, 0],
  ])(
    'an event of %i minutes ago makes %i spans: history read again is not told in traces long ended',
    async (minutes, spans) => {
      const event = { recordedAt: new Date(Date.now() - minutes * 60_000).toISOString() };
      keepTrace(event, `00-${traceId('a')}-${spanId('1')}-01`);
      await inTraces([event], 'process', {}, () => undefined);
      expect(recorded.named('process')).toHaveLength(spans);
      expect(traceOf(event)).toBeDefined();
    },
  );

  it.each(['nonsense', '', `00-${'0'.repeat(32)}-${spanId('1')}-01`])('%j is no trace', async (traceparent) => {
    const event = {};
    keepTrace(event, traceparent);
    await inTraces([event], 'process', {}, () => undefined);
    expect(recorded.spans).toEqual([]);
  });
});
