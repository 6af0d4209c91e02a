import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INBOUND_TOPIC, brokersOf } from '@complaint-ledger/event-feed/kafka';
import { type CollectedSpan, type CollectorDouble, openCollectorDouble } from '@complaint-ledger/telemetry/testing';
import kafkajs from 'kafkajs';
import { Fleet } from '../distributed/fleet.ts';

const CALLER = '00f067aa0ba902b7';
const [PRODUCER, CONSUMER, CLIENT, SERVER] = [4, 5, 3, 2];

const person = { name: '王小明', phone: '13800000001' };
const DETAIL = '维修人员态度差';

describe('processes of one ledger, traced', () => {
  let collector: CollectorDouble;
  let fleet: Fleet;

  beforeAll(async () => {
    collector = await openCollectorDouble();
    fleet = await Fleet.open({
      settings: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    });
    await fleet.start({ intake: 1, routing: 1, reporting: 1 });
  }, 120_000);
  afterAll(async () => {
    await fleet.dispose();
    await collector.close();
  }, 60_000);

  const ofTrace = (trace: string): readonly CollectedSpan[] =>
    collector.spans.filter(({ traceId }) => traceId === trace);

  /** A span's name without what differs from run to run and from version to version. */
  const plain = (name: string): string => name.replace(/spec-\S+-ledger/, 'ledger').replace(/@\d+$/, '');

  /** The spans from the beginning of the trace down to this one: `service: name`. */
  const pathTo = (trace: string, last: CollectedSpan): readonly string[] => {
    const path: string[] = [];
    const spans = ofTrace(trace);
    let span: CollectedSpan | undefined = last;
    while (span !== undefined) {
      const { service, name, parentSpanId }: CollectedSpan = span;
      path.unshift(`${service.replace('complaint-ledger-', '')}: ${plain(name)}`);
      span = spans.find(({ spanId }) => spanId === parentSpanId);
    }
    return path;
  };

  const pathsTo = (trace: string, name: string): readonly (readonly string[])[] =>
    ofTrace(trace)
      .filter((span) => plain(span.name) === name)
      .map((span) => pathTo(trace, span));

  /** A page of the log begins with one event and is linked to all of them: the case may come alone or after its complaint. */
  const countsTheCase = (trace: string): boolean => {
    const spans = new Map(ofTrace(trace).map((span) => [span.spanId, span]));
    const appended = ofTrace(trace).filter(({ name }) => name === 'append case');
    return ofTrace(trace)
      .filter(({ name }) => plain(name) === 'project tallies')
      .some(({ parentSpanId }) => appended.some(({ spanId }) => spans.get(parentSpanId)?.links.includes(spanId)));
  };

  /** The case that routing opened is counted, too, and nothing is missing on the way: the trace has come to its end. */
  const whole = (trace: string) =>
    collector.until(() => {
      const known = new Set([CALLER, ...ofTrace(trace).map(({ spanId }) => spanId)]);
      return countsTheCase(trace) && ofTrace(trace).every(({ parentSpanId }) => known.has(parentSpanId));
    });

  it('a complaint is one trace from the request to the figures', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await fleet.request('intake', '/v1/complaints', {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${trace}-${CALLER}-01` },
      body: JSON.stringify({
        complaintId: 'C-7001',
        channel: 'phone',
        level: 'major',
        category: 'service-quality',
        complainant: person,
        detail: DETAIL,
      }),
    });
    expect(answer.status).toBe(201);
    await whole(trace);

    expect(pathsTo(trace, 'append case')).toContainEqual([
      'intake: POST /v1/complaints',
      'intake: append complaint',
      'routing: process ledger.events.v1',
      'routing: decide case',
      'routing: append case',
    ]);
    for (const path of pathsTo(trace, 'project tallies')) {
      expect(path.slice(0, 2)).toEqual(['intake: POST /v1/complaints', 'intake: append complaint']);
      expect(path.slice(-2)).toEqual(['reporting: process ledger.events.v1', 'reporting: project tallies']);
    }

    const spans = ofTrace(trace);
    const named = (end: string): readonly CollectedSpan[] => spans.filter(({ name }) => name.endsWith(end));
    const [request] = named('POST /v1/complaints');
    const [append] = named('append complaint');
    expect(request).toMatchObject({ parentSpanId: CALLER, kind: SERVER });
    expect(append?.kind).toBe(PRODUCER);
    const sent = named('ledger.events.v1').filter(({ name }) => name.startsWith('send'));
    expect(sent.map(({ kind, links }) => [kind, links])).toContainEqual([CLIENT, [append?.spanId]]);
    const processed = named('ledger.events.v1').filter(({ name }) => name.startsWith('process'));
    for (const { kind, links, parentSpanId, attributes } of processed) {
      expect(kind).toBe(CONSUMER);
      expect(links).toContain(parentSpanId);
      expect(attributes).toMatchObject({ 'messaging.system': 'kafka', 'messaging.operation.type': 'process' });
    }
    const groups = processed.map(({ attributes }) =>
      attributes['messaging.consumer.group.name']?.replace(/^spec-\S{37}/, ''),
    );
    expect(groups).toEqual(expect.arrayContaining(['ledger.routing@1', 'ledger.reporting']));
  }, 60_000);

  it('a message of a CRM on Kafka goes on in the trace of the CRM', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const brokers = brokersOf(fleet.environment.LEDGER_KAFKA);
    const producer = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).producer();
    await producer.connect();
    const filed = {
      specversion: '1.0',
      id: 'm-1',
      source: 'crm://main',
      type: 'complaint.filed',
      time: new Date(Date.now() - 60_000).toISOString(),
      data: {
        complaintId: 'C-7002',
        channel: 'phone',
        level: 'major',
        category: 'service-quality',
        complainant: person,
      },
    };
    await producer.send({
      topic: `${fleet.environment.LEDGER_KAFKA_PREFIX}${INBOUND_TOPIC}`,
      messages: [{ value: JSON.stringify(filed), headers: { traceparent: `00-${trace}-${CALLER}-01` } }],
    });
    await producer.disconnect();
    await whole(trace);
    expect(pathsTo(trace, 'append case')).toContainEqual([
      'intake: process ledger.inbound.v1',
      'intake: append complaint',
      'routing: process ledger.events.v1',
      'routing: decide case',
      'routing: append case',
    ]);
    const inbound = ofTrace(trace).find(({ name }) => name.endsWith(INBOUND_TOPIC));
    expect(inbound).toMatchObject({ parentSpanId: CALLER, kind: CONSUMER, links: [CALLER] });
  }, 60_000);

  it('nothing that was sent to the collector says who complained of what', () => {
    const told = collector.bodies.join('\n');
    expect(told).toContain('append complaint');
    for (const secret of [...Object.values(person), DETAIL, 'C-7001', 'C-7002']) expect(told).not.toContain(secret);
  });
});
