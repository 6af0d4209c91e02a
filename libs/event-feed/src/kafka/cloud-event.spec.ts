import { describe, expect, it } from '@jest/globals';
import { type RecordedEvent, messageSchemas, newId } from '@complaint-ledger/contracts';
import { eventOfWire, wireBytes } from './cloud-event.ts';

const event = (given: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: newId(),
  type: 'CaseContacted',
  schemaVersion: 1,
  stream: 'case-0198',
  revision: 3,
  position: 12_345,
  occurredAt: '2026-11-16T09:30:00.000+08:00',
  recordedAt: '2026-11-16T01:30:02.000Z',
  actor: { kind: 'person', id: 'agent-7' },
  source: 'urn:callcentre:main',
  data: { department: 'billing', summary: '来电反映扣费问题', nested: { list: [1, null, true] } },
  ...given,
});

describe('an event on the wire', () => {
  it('comes back as it was', () => {
    const plain = event();
    const full = event({
      correlationId: 'c-1',
      causationId: newId(),
      sealed: [{ person: 'p-1', blob: 'AAECAwQ' }],
    });
    for (const each of [plain, full]) expect(eventOfWire(wireBytes(each))).toStrictEqual(each);
  });

  it('has attribute names and values that CloudEvents 1.0 allows', () => {
    const sealed = [{ person: 'p-1', blob: 'AAECAwQ' }];
    const { data, ...attributes } = JSON.parse(wireBytes(event({ sealed, correlationId: 'c' })).toString()) as Record<
      string,
      unknown
    >;
    expect(data).toBeDefined();
    for (const [name, value] of Object.entries(attributes)) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      expect(['string', 'number']).toContain(typeof value);
    }
  });

  it('has every attribute that the AsyncAPI document names', () => {
    const schema = messageSchemas.get('CaseOpened.v1') as unknown as { required: readonly string[] };
    const wire = JSON.parse(wireBytes(event({ type: 'CaseOpened' })).toString()) as object;
    expect(Object.keys(wire)).toEqual(expect.arrayContaining([...schema.required]));
  });

  it.each(['', 'null', '[]', '{"sequence":"1"}', '{"sequence":"x","subject":"case-1","data":{}}', '{'])(
    'refuses %s',
    (bytes) => {
      expect(() => eventOfWire(Buffer.from(bytes))).toThrow('not an event that a relay wrote');
    },
  );
});
