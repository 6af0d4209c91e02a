import { describe, expect, it } from '@jest/globals';
import { keepTrace, traceOf } from '@complaint-ledger/telemetry';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { messageOf, readMessage } from './feed-message.ts';
import { readInbound } from './inbound-message.ts';

const HOP = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const ORIGIN = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const recordedEvent = (): RecordedEvent => ({
  id: '01930000-0000-7000-8000-000000000001',
  type: 'CaseOpened',
  schemaVersion: 1,
  stream: 'case-1',
  revision: 0,
  position: 5,
  occurredAt: '2026-11-16T09:30:00+08:00',
  recordedAt: '2026-11-16T01:30:01.000Z',
  actor: { kind: 'system', id: 'routing' },
  source: 'ledger',
  data: {},
});

/** As the broker hands it out. */
const delivered = (message: ReturnType<typeof messageOf>): KafkaMessage => ({
  key: Buffer.from(String(message.key)),
  value: message.value as Buffer,
  headers: Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, Buffer.from(String(value))]),
  ),
  timestamp: '0',
  attributes: 0,
  offset: '0',
});

describe('the trace of an event on its way through Kafka', () => {
  it('goes in a header, and the message is otherwise the same', () => {
    const [plain, traced] = [recordedEvent(), recordedEvent()];
    keepTrace(traced, HOP);
    const { headers: without, ...plainMessage } = messageOf(plain, 0, 4);
    const { headers: withTrace, ...tracedMessage } = messageOf(traced, 0, 4);
    expect(tracedMessage).toEqual(plainMessage);
    expect(withTrace).toEqual({ ...without, traceparent: HOP });
  });

  it('comes out of it again', () => {
    const event = recordedEvent();
    keepTrace(event, HOP);
    expect(traceOf(readMessage(delivered(messageOf(event, 0, 4))).event())).toBe(HOP);
    expect(traceOf(readMessage(delivered(messageOf(recordedEvent(), 0, 4))).event())).toBeUndefined();
  });
});

describe('the trace of an inbound message', () => {
  const traceRead = (headers: IHeaders, event: object): string | undefined => {
    const read = readInbound({ value: Buffer.from(JSON.stringify(event)), headers });
    return read.ok ? traceOf(read.event as object) : 'unreadable';
  };

  it.each<[string, IHeaders, object, string | undefined]>([
    ['the header of its hop', { traceparent: HOP }, { id: '1' }, HOP],
    ['that header before the attribute', { traceparent: HOP }, { id: '1', traceparent: ORIGIN }, HOP],
    ['the attribute of CloudEvents', {}, { id: '1', traceparent: ORIGIN }, ORIGIN],
    ['the attribute in binary mode', { ce_id: '1', ce_traceparent: ORIGIN }, { complaintId: 'C1' }, ORIGIN],
    ['nothing', {}, { id: '1' }, undefined],
    ['nothing that is not text', {}, { id: '1', traceparent: 7 }, undefined],
  ])('is %s', (_, headers, event, expected) => {
    expect(traceRead(headers, event)).toBe(expected);
  });
});
