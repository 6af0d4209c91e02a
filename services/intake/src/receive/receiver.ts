import { LedgerError, type RecordedEvent } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { Vault } from '@complaint-ledger/vault';
import type { Quarantine, Settlement, Waiting } from '../quarantine/quarantine.ts';
import { heldOf, receiptOf, settlementOf } from './answering.ts';
import { type Matter, Matters } from './matters.ts';
import { type Message, type ReadMessage, aboutCall, namesakeOf, readMessage } from './message.ts';
import { type Known, type Outcome, Plan, placedIn } from './plan.ts';
import { recordSteps } from './recording.ts';
import { type KnownCall, callOf } from '../record/record-end.ts';
import type { Receipt } from './receipt.ts';
import { saysTheSame, toldBy } from './same-content.ts';
import { StreamLocks } from './stream-locks.ts';

export interface ReceiverOptions {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly policies: PolicyBook;
  readonly quarantine: Quarantine;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

export interface ReceiveContext {
  /** Label of the key or channel that sent it; kept with what goes to the quarantine. */
  readonly caller: string;
  /** Quarantine entry of which this is another try. */
  readonly entry?: string;
}

/** Streams in which a message is looked for, or others wait for it. */
const streamsOf = (message: Message): readonly string[] => {
  const waiting = message.told.type === 'call.received' ? namesakeOf(message) : undefined;
  return waiting === undefined ? [message.stream] : [message.stream, waiting];
};

/** Rounds of looking and writing before a matter that others keep writing to is given back to the sender. */
const ROUNDS = 8;

/**
 * Takes messages into the log: checks, divides clear from personal, seals, appends, answers. Every message gets a receipt;
 * what the log does not take is in the quarantine. The result does not depend on how messages are cut into batches, and
 * sending any of them again changes nothing.
 */
export class Receiver {
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #policies: PolicyBook;
  readonly #quarantine: Quarantine;
  readonly #now: () => number;
  readonly #matters: Matters;
  readonly #locks = new StreamLocks();

  constructor({ store, vault, policies, quarantine, now = Date.now }: ReceiverOptions) {
    this.#store = store;
    this.#vault = vault;
    this.#policies = policies;
    this.#quarantine = quarantine;
    this.#now = now;
    this.#matters = new Matters(store);
  }

  /** The packs that it records by. */
  get policies(): PolicyBook {
    return this.#policies;
  }

  /** Time of receipt, milliseconds since the epoch. */
  now(): number {
    return this.#now();
  }

  /**
   * CloudEvents, parsed but not checked, or `Unreadable` for what could not be parsed; receipts in the same order.
   * LedgerError `storage`, `unavailable`, `locked`, `closed`: some may be in the log; send all again with the same ids.
   */
  async receive(raw: readonly unknown[], context: ReceiveContext): Promise<readonly Receipt[]> {
    const now = this.#now();
    const reads = raw.map((each) => readMessage(each, now));
    const streams = new Set<string>();
    for (const read of reads) if (read.ok) for (const stream of streamsOf(read.message)) streams.add(stream);
    return this.#locks.run(streams, async () => {
      const receipts = await this.#receive(reads, context);
      // Another process may have filed what others wait for here.
      for (const stream of await this.#quarantine.parkedAmong([...streams])) await this.#releaseLocked(stream);
      return receipts;
    });
  }

  /** Records what waits for matters that are there by now, say after a crash or when another process filed them. */
  async releaseParked(): Promise<{ readonly released: number }> {
    let released = 0;
    for (const stream of await this.#quarantine.parkedStreams()) released += await this.#releaseOn(stream);
    return { released };
  }

  async #releaseOn(stream: string): Promise<number> {
    return this.#locks.run(new Set([stream]), () => this.#releaseLocked(stream));
  }

  async #releaseLocked(stream: string): Promise<number> {
    const known = await this.#lookUp([], [stream]);
    if (known.matters.size === 0) return 0;
    const plan = new Plan(known);
    plan.release(stream);
    const recorded = await recordSteps(this.#store, this.#vault, plan.steps);
    const settlements = plan.released.flatMap((each) => settlementOf(each, recorded, new Map()));
    await this.#settle(settlements);
    return settlements.length;
  }

  async #receive(reads: readonly ReadMessage[], context: ReceiveContext): Promise<readonly Receipt[]> {
    const receipts: Receipt[] = [];
    let open = reads.map((read, index) => ({ read, index }));
    for (let round = 0; open.length > 0; round++) {
      if (round === ROUNDS) {
        throw new LedgerError('unavailable', 'Other writers keep changing the same matters', {
          hint: 'Send the batch again with the same ids.',
        });
      }
      const messages = open.flatMap(({ read }) => (read.ok ? [read.message] : []));
      const plan = new Plan(await this.#lookUp(messages, []));
      const planned = open.map(({ read, index }) => ({ read, index, outcome: plan.add(read) }));
      const entries = await this.#keep(planned, context);
      const recorded = await recordSteps(this.#store, this.#vault, plan.steps);
      for (const [{ message }, result] of recorded) {
        if (result !== 'contested' && result.matter !== undefined)
          this.#matters.remember(message.stream, result.matter);
      }
      await this.#settle(plan.released.flatMap((each) => settlementOf(each, recorded, entries.byEventId)));
      open = [];
      for (const { read, index, outcome } of planned) {
        const receipt = receiptOf(index, outcome, recorded, entries.byIndex.get(index) ?? '');
        if (receipt === 'contested') open.push({ read, index });
        else receipts[index] = receipt;
      }
    }
    await this.#quarantine.taken(
      receipts.flatMap((receipt) => (receipt.status === 'accepted' || receipt.status === 'duplicate' ? [receipt] : [])),
    );
    return receipts;
  }

  async #lookUp(messages: readonly Message[], released: readonly string[]): Promise<Known> {
    const recorded = new Map<Message, { readonly event: RecordedEvent; readonly same: boolean }>();
    const matters = new Map<string, Matter>();
    const waiting = new Map<string, readonly { readonly entry: Waiting; readonly read: ReadMessage }[]>();
    const parkedAs = new Map<string, Message>();
    const findRecorded = async (message: Message): Promise<void> => {
      const event = await this.#store.find(message.eventId);
      if (event === undefined) return;
      const placed = placedIn(event.stream, message);
      const same = event.stream === placed.stream && saysTheSame(placed, await toldBy(this.#vault, event, placed));
      recorded.set(message, { event, same });
    };
    const streams = new Set(released);
    for (const message of messages) for (const stream of streamsOf(message)) streams.add(stream);
    const findMatter = async (stream: string): Promise<boolean> => {
      const matter = await this.#matters.find(stream);
      if (matter !== undefined) matters.set(stream, matter);
      return matter !== undefined;
    };
    const findPlace = async (message: Message): Promise<void> => {
      const ofCall = aboutCall(message);
      if (!(await findMatter(message.stream)) && ofCall !== undefined) await findMatter(ofCall.stream);
    };
    const calls = new Map<string, KnownCall>();
    const findCall = async ({ told, stream }: Message): Promise<void> => {
      if (told.type !== 'call.ended') return;
      const call = callOf(await this.#store.readStream(stream));
      if (call !== undefined) calls.set(stream, call);
    };
    await Promise.all(messages.filter(({ told }) => told.idField !== undefined).map(findPlace));
    await Promise.all(messages.map(findCall));
    await Promise.all(
      (await this.#quarantine.parkedAmong([...streams])).map(async (stream) => {
        const entries = await this.#quarantine.parkedOn(stream);
        const reads = entries.map((entry) => ({ entry, read: readMessage(entry.raw, this.#now()) }));
        for (const { read } of reads) {
          if (!read.ok) continue;
          parkedAs.set(read.message.eventId, read.message);
          await findPlace(read.message);
          await findCall(read.message);
          await findRecorded(read.message);
        }
        waiting.set(stream, reads);
      }),
    );
    // After their matters: a message that another process records in between is found there, not taken for a second filing.
    await Promise.all(messages.map(findRecorded));
    return { policies: this.#policies, recorded, matters, waiting, parkedAs, calls };
  }

  async #keep(
    planned: readonly { readonly index: number; readonly outcome: Outcome }[],
    context: ReceiveContext,
  ): Promise<{ readonly byIndex: ReadonlyMap<number, string>; readonly byEventId: ReadonlyMap<string, string> }> {
    const kept = planned.flatMap(({ index, outcome }) => {
      const held = heldOf(outcome, context);
      return held === undefined ? [] : [{ index, held }];
    });
    const byIndex = new Map<number, string>();
    const byEventId = new Map<string, string>();
    if (kept.length > 0) {
      const ids = await this.#quarantine.keep(kept.map(({ held }) => held));
      for (const [i, { index, held }] of kept.entries()) {
        const id = ids[i] as string;
        byIndex.set(index, id);
        if (held.waiting !== undefined) byEventId.set(held.waiting.eventId, id);
      }
    }
    return { byIndex, byEventId };
  }

  async #settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length > 0) await this.#quarantine.settle(settlements);
  }
}
