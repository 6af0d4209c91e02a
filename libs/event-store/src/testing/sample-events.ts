import { newId, type NewEvent } from '@complaint-ledger/contracts';

/** A valid event with a new id; what the test is about is given. */
export const sampleEvent = (given: Partial<NewEvent> = {}): NewEvent => ({
  id: newId(),
  type: 'CaseContacted',
  schemaVersion: 1,
  occurredAt: '2026-11-16T09:30:00.000+08:00',
  actor: { kind: 'person', id: 'agent-7' },
  source: 'urn:callcentre:main',
  data: { department: 'billing', summary: '来电反映扣费问题' },
  ...given,
});

export const sampleEvents = (count: number): NewEvent[] => Array.from({ length: count }, () => sampleEvent());
