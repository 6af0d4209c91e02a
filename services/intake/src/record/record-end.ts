import type { CallSummary, JsonObject, JsonValue, RecordedEvent } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import type { Divided } from '../receive/fact.ts';
import type { Message } from '../receive/message.ts';
import { type CallSoFar, callSummary } from './call-summary.ts';
import { isBlank } from './told-item.ts';

/** A call as the log has it: what was told of it, and the summary that the tallies counted. */
export interface KnownCall extends CallSoFar {
  /** Revision of the last event of its stream. */
  readonly revision: number;
  readonly summary?: CallSummary;
}

const endTold = (occurredAt: string, data: JsonObject): JsonObject => ({ endedAt: occurredAt, ...data });

/** A call that nothing but its receipt was told of. */
export const receivedCall = (at: string, received: JsonObject): KnownCall => {
  const summary = received['summary'] as unknown as CallSummary | undefined;
  const missing = (received['missing'] ?? []) as readonly string[];
  return { at, told: [received], missing, revision: 0, ...(summary === undefined ? {} : { summary }) };
};

/** The call of a stream; undefined when the stream is that of no call. */
export const callOf = (events: readonly RecordedEvent[]): KnownCall | undefined => {
  const [first] = events;
  const last = events.at(-1);
  if (first?.type !== 'CallReceived' || last === undefined) return undefined;
  const ends = events.filter(({ type }) => type === 'CallEnded');
  const summary = (ends.at(-1) ?? first).data['summary'] as unknown as CallSummary | undefined;
  return {
    at: first.occurredAt,
    told: [first.data, ...ends.map(({ occurredAt, data }) => endTold(occurredAt, data))],
    missing: summary?.missing ?? ((first.data['missing'] ?? []) as readonly string[]),
    revision: last.revision,
    ...(summary === undefined ? {} : { summary }),
  };
};

/** The end of a call with the summary of the whole call, and the one until then, which a tally takes out. */
export const recordEnd = (
  message: Message,
  { clear, personal }: Divided,
  call: CallSoFar & { readonly summary?: CallSummary },
  policy: Policy,
): { readonly divided: Divided; readonly call: CallSoFar & { readonly summary: CallSummary } } => {
  const told = [...call.told, endTold(message.occurredAt, clear)];
  const missing = isBlank(message.data['handling']) ? call.missing : call.missing.filter((item) => item !== 'handling');
  const next = { at: call.at, told, missing };
  const summary = callSummary(next, policy);
  const json = (value: CallSummary): JsonValue => value as unknown as JsonValue;
  return {
    divided: {
      clear: {
        ...clear,
        ...(call.summary === undefined ? {} : { was: json(call.summary) }),
        summary: json(summary),
      },
      personal,
    },
    call: { ...next, summary },
  };
};
