import { type CallSummary, type RecordedEvent, derivedId, streamName } from '@complaint-ledger/contracts';

/** A call as a spec tells it: what intake made of it when it came, and when more was told. */
export interface ToldCall {
  readonly id: string;
  readonly summaries: readonly (Omit<CallSummary, 'zone' | 'missing'> & Partial<CallSummary>)[];
}

const CONTENT = { policy: 'standard', caller: 'person-1' };

/** The log of these calls, from a position on, each told to its end before the next. */
export const callStory = (calls: readonly ToldCall[], from = 0): readonly RecordedEvent[] => {
  let position = from;
  return calls.flatMap(({ id, summaries }) => {
    const source = 'pbx://story';
    const callId = derivedId('call', source, id);
    let was: CallSummary | undefined;
    return summaries.map((told, revision): RecordedEvent => {
      const summary: CallSummary = { zone: 'Asia/Shanghai', missing: [], ...told };
      position += 1;
      const { at, department, agent, line, kind, outcome, missing, satisfaction } = summary;
      const clear = { department, line, kind, missing };
      const event = {
        id: derivedId('event', source, `${id} ${revision}`),
        type: revision === 0 ? 'CallReceived' : 'CallEnded',
        schemaVersion: 1,
        stream: streamName('call', callId),
        revision,
        position,
        occurredAt: at,
        recordedAt: new Date(Date.UTC(2026, 11, 1) + position * 1000).toISOString(),
        actor: { kind: 'crm' as const, id: source },
        source,
        data: JSON.parse(
          JSON.stringify({
            externalId: id,
            agent,
            outcome,
            satisfaction,
            ...(revision === 0 ? { ...CONTENT, ...clear } : { was }),
            summary,
          }),
        ) as RecordedEvent['data'],
      };
      was = summary;
      return event;
    });
  });
};
