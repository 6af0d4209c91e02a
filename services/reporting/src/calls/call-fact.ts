import type { Fact, RecordedEvent } from '@complaint-ledger/contracts';

export type CallFact = Extract<Fact, { type: 'CallReceived' | 'CallEnded' }>;

export const callFactTypes = ['CallReceived', 'CallEnded'] as const;

export const isCallFact = (event: Pick<RecordedEvent, 'type'>): event is CallFact =>
  event.type === 'CallReceived' || event.type === 'CallEnded';
