import { LedgerError, type RecordedEvent } from '@complaint-ledger/contracts';
import type { ExpectedRevision } from '@complaint-ledger/event-store';
import { type PolicyBook, isHandledCall } from '@complaint-ledger/policy';
import type { Waiting } from '../quarantine/quarantine.ts';
import { type Divided, divide } from './fact.ts';
import { type Matter, needOf } from './matters.ts';
import { type Message, type ReadMessage, type Refusal, aboutCall, namesakeOf } from './message.ts';
import type { Problem } from './receipt.ts';
import { saysTheSame } from './same-content.ts';
import { recordMatter } from '../record/record-matter.ts';
import { type KnownCall, receivedCall, recordEnd } from '../record/record-end.ts';
import { calendarProblem } from './calendar-problem.ts';
import { vocabularyProblem } from './vocabulary.ts';

/** An event to append. */
export interface Step {
  readonly message: Message;
  readonly expected: ExpectedRevision;
  readonly divided: Divided;
  readonly policy?: string;
  /** Known for a matter that was there before; the step of its filing for one of this batch. */
  readonly matter?: Matter | Step;
}

/** What is to become of one message, in the words of the plan. */
export type Outcome =
  | { readonly kind: 'append'; readonly step: Step }
  | { readonly kind: 'again'; readonly step: Step }
  | { readonly kind: 'recorded'; readonly event: RecordedEvent; readonly message: Message }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'park'; readonly message: Message };

/** What was looked up before planning; the plan itself asks nobody. */
export interface Known {
  readonly policies: PolicyBook;
  /** The event in the log under the message's id, and whether the message says the same. */
  readonly recorded: ReadonlyMap<Message, { readonly event: RecordedEvent; readonly same: boolean }>;
  readonly matters: ReadonlyMap<string, Matter>;
  /** Messages that wait for a stream, in the order in which they came. */
  readonly waiting: ReadonlyMap<string, readonly { readonly entry: Waiting; readonly read: ReadMessage }[]>;
  /** A message that waits under the same event id. */
  readonly parkedAs: ReadonlyMap<string, Message>;
  /** Calls that end here, as the log has them, by stream. */
  readonly calls: ReadonlyMap<string, KnownCall>;
}

/** A message that waited and now is judged: known by its entry, or, parked earlier in this batch, by its event id. */
export type Released = { readonly outcome: Outcome } & (
  | { readonly quarantineId: string }
  | { readonly parkedHere: Message }
);

const conflict = (path: string, message: string, hint: string): Problem => ({ code: 'conflict', path, message, hint });

const otherContent = (id: string): Problem =>
  conflict(
    'id',
    `Event ${JSON.stringify(id.slice(0, 100))} of this source is already there with other content`,
    'Send a correction as an event of its own, with a new id.',
  );

const alreadyThere = ({ told, data }: Message): Problem =>
  told.type === 'call.received'
    ? conflict(
        'data.callId',
        `Call ${data.callId as string} was already received under another event id`,
        'Send call.ended.',
      )
    : conflict(
        'data.complaintId',
        `Complaint ${data.complaintId as string} was already filed under another event id`,
        'Send complaint.amended to correct it.',
      );

/**
 * Judges messages one after the other, each knowing what the ones before it did: a batch means what its events mean
 * one by one, however it is cut.
 */
export class Plan {
  readonly #known: Known;
  readonly #steps: Step[] = [];
  readonly #released: Released[] = [];
  readonly #byEventId = new Map<string, Step>();
  readonly #filed = new Map<string, Step>();
  readonly #parked = new Map<string, Message[]>();
  readonly #calls = new Map<string, KnownCall>();

  constructor(known: Known) {
    this.#known = known;
  }

  /** Events to append, in this order. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** What became of messages that had waited. */
  get released(): readonly Released[] {
    return this.#released;
  }

  add(read: ReadMessage): Outcome {
    return read.ok ? this.#judge(read.message) : { kind: 'refuse', refusal: read.refusal };
  }

  /** Messages that waited for a matter which is there. */
  release(stream: string): void {
    for (const { entry, read } of this.#known.waiting.get(stream) ?? []) {
      this.#released.push({ quarantineId: entry.quarantineId, outcome: this.add(read) });
    }
  }

  #judge(message: Message): Outcome {
    const again = this.#byEventId.get(message.eventId);
    if (again !== undefined) {
      return saysTheSame(placedIn(again.message.stream, message), toldByStep(again))
        ? { kind: 'again', step: again }
        : refuse(message, otherContent(message.id));
    }
    const recorded = this.#known.recorded.get(message);
    if (recorded !== undefined) {
      return recorded.same
        ? { kind: 'recorded', event: recorded.event, message: placedIn(recorded.event.stream, message) }
        : refuse(message, otherContent(message.id));
    }
    switch (message.told.message.expects) {
      case 'new':
        return this.#openMatter(message);
      case 'existing':
        return this.#continueMatter(message);
      case 'any':
        return this.#append({ message, expected: 'any', divided: divide(message) });
    }
  }

  #openMatter(message: Message): Outcome {
    const { stream, data } = message;
    if (this.#known.matters.has(stream) || this.#filed.has(stream)) return refuse(message, alreadyThere(message));
    const id = typeof data.policy === 'string' ? data.policy : this.#known.policies.defaultId;
    const problem = this.#problemUnder(id, message);
    if (problem !== undefined) return refuse(message, problem);
    const divided = recordMatter(message, divide(message), this.#known.policies.policy(id));
    const step: Step = { message, expected: 'no-stream', divided, policy: id };
    this.#filed.set(stream, step);
    const outcome = this.#append(step);
    if (message.told.type === 'call.received') this.#calls.set(stream, receivedCall(message.occurredAt, divided.clear));
    const namesake =
      message.told.type === 'call.received' && this.#handledCall(stream) ? namesakeOf(message) : undefined;
    for (const waitedFor of [stream, ...(namesake === undefined ? [] : [namesake])]) {
      this.release(waitedFor);
      for (const parkedHere of this.#parked.get(waitedFor) ?? []) {
        this.#released.push({ parkedHere, outcome: this.#judge(parkedHere) });
      }
      this.#parked.delete(waitedFor);
    }
    return outcome;
  }

  #matterOf(stream: string): Matter | Step | undefined {
    return this.#filed.get(stream) ?? this.#known.matters.get(stream);
  }

  /** The call of that stream when it is a case: then what happens to the case may be told of it. */
  #handledCall(stream: string): Matter | Step | undefined {
    const call = this.#matterOf(stream);
    if (call?.policy === undefined) return undefined;
    const need = 'divided' in call ? needOf(call.divided.clear) : (call.need ?? {});
    return isHandledCall(need, this.#known.policies.policy(call.policy).pack) ? call : undefined;
  }

  #continueMatter(message: Message): Outcome {
    const matter = this.#matterOf(message.stream);
    if (matter !== undefined) return this.#continue(message, matter);
    const ofCall = aboutCall(message);
    const call = ofCall && this.#handledCall(ofCall.stream);
    return ofCall === undefined || call === undefined ? this.#park(message) : this.#continue(ofCall, call);
  }

  #continue(message: Message, matter: Matter | Step): Outcome {
    const problem = this.#problemUnder(matter.policy ?? this.#known.policies.defaultId, message);
    if (problem !== undefined) return refuse(message, problem);
    if (message.told.type === 'call.ended') return this.#endCall(message, matter);
    return this.#append({ message, expected: 'stream-exists', divided: divide(message), matter });
  }

  /** The end of a call sums it up as it stood: nobody else may have told of it meanwhile. */
  #endCall(message: Message, matter: Matter | Step): Outcome {
    const { stream } = message;
    const known = this.#callOf(stream);
    const policy = this.#known.policies.policy(matter.policy ?? this.#known.policies.defaultId);
    if (known === undefined)
      return this.#append({ message, expected: 'stream-exists', divided: divide(message), matter });
    const { divided, call } = recordEnd(message, divide(message), known, policy);
    const outcome = this.#append({ message, expected: known.revision, divided, matter });
    this.#calls.set(stream, { ...call, revision: known.revision + 1 });
    return outcome;
  }

  /** The call of a stream as it stands after the steps so far. */
  #callOf(stream: string): KnownCall | undefined {
    return this.#calls.get(stream) ?? this.#known.calls.get(stream);
  }

  #park(message: Message): Outcome {
    const inBatch = this.#parked.get(message.stream) ?? [];
    const waits =
      inBatch.find(({ eventId }) => eventId === message.eventId) ?? this.#known.parkedAs.get(message.eventId);
    if (waits === undefined) this.#parked.set(message.stream, [...inBatch, message]);
    else if (!sayTheSame(message, waits)) return refuse(message, otherContent(message.id));
    return { kind: 'park', message };
  }

  #problemUnder(policyId: string, message: Message): Problem | undefined {
    const { policies } = this.#known;
    try {
      const policy = policies.policy(policyId);
      return vocabularyProblem(message, policy) ?? calendarProblem(message, policy);
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'not-found') throw error;
      return {
        code: 'invalid-input',
        path: 'data.policy',
        message: 'There is no such policy',
        hint: `Use one of: ${policies.ids().join(', ')}; or leave it out for ${policies.defaultId}.`,
      };
    }
  }

  #append(step: Step): Outcome {
    this.#byEventId.set(step.message.eventId, step);
    this.#steps.push(step);
    const call = this.#callOf(step.message.stream);
    if (call !== undefined) this.#calls.set(step.message.stream, { ...call, revision: call.revision + 1 });
    return { kind: 'append', step };
  }
}

/** The message as it stands in that stream, when it was taken for one about a call. */
export const placedIn = (stream: string, message: Message): Message => {
  const ofCall = aboutCall(message);
  return ofCall?.stream === stream ? ofCall : message;
};

const refuse = (message: Message, problem: Problem): Outcome => ({
  kind: 'refuse',
  refusal: { problem, id: message.id, source: message.source, type: message.told.type, raw: message.raw },
});

const toldByStep = ({ message, divided }: Step) => ({
  fact: message.told.message.fact,
  stream: message.stream,
  occurredAt: message.occurredAt,
  actor: message.actor.id,
  clear: divided.clear,
  personal: divided.personal,
});

const sayTheSame = (a: Message, b: Message): boolean =>
  saysTheSame(a, toldByStep({ message: b, divided: divide(b), expected: 'any' }));
