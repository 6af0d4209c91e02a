import type { Problem } from '../receive/receipt.ts';

export type QuarantineState = 'discarded' | 'parked' | 'rejected' | 'resent';

/** A message as it came: JSON, or the bytes of what is none. */
export type HeldBody = { readonly json: unknown } | { readonly bytes: Uint8Array };

/** A message to keep because the log does not take it (yet). */
export interface Held {
  readonly state: 'parked' | 'rejected';
  readonly problem: Problem;
  readonly body: HeldBody;
  /** CloudEvents id, source and type as far as they could be read. */
  readonly id?: string;
  readonly source?: string;
  readonly type?: string;
  /** What it waits for; only when parked. */
  readonly waiting?: { readonly eventId: string; readonly stream: string };
  /** Label of the key that sent it. */
  readonly caller: string;
  /** The entry of which this is another try: its body and reason become these, the old ones its history. */
  readonly entry?: string;
}

/** A message that waits for its matter. */
export interface Waiting {
  readonly quarantineId: string;
  readonly raw: unknown;
  readonly caller: string;
}

export type Settlement =
  | { readonly quarantineId: string; readonly state: 'resent'; readonly eventId: string }
  | { readonly quarantineId: string; readonly state: 'rejected'; readonly problem: Problem };

/** A message that is in the log. */
export interface Taken {
  /** CloudEvents id. */
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
}

export interface Attempt extends Problem {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly state: QuarantineState;
}

/** One kept message without its body. */
export interface QuarantineEntry extends Problem {
  readonly quarantineId: string;
  readonly state: QuarantineState;
  readonly id?: string;
  readonly source?: string;
  readonly type?: string;
  readonly caller: string;
  /** RFC 3339, UTC. */
  readonly receivedAt: string;
  readonly changedAt: string;
  /** How often the same message came. */
  readonly deliveries: number;
  /** Event in the log, once it was taken. */
  readonly eventId?: string;
  /** Why it was given up. */
  readonly discardReason?: string;
}

export interface QuarantinedMessage extends QuarantineEntry {
  /** Absent once the log has it: personal data is kept in one place only. */
  readonly body?: HeldBody;
  /** What was decided about it before, oldest first. */
  readonly history: readonly Attempt[];
}

/** What is kept of one message: as it is now, and as it was at earlier tries. */
export interface HeldMessage {
  readonly source?: string;
  /** JSON, or the bytes of what is none. */
  readonly bodies: readonly Uint8Array[];
}

export interface QuarantineQuery {
  readonly state?: QuarantineState;
  readonly source?: string;
  /** Entries after this one, newest first. */
  readonly after?: string;
  readonly limit: number;
}

export interface QuarantinePage {
  readonly entries: readonly QuarantineEntry[];
  /** Give it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/**
 * Messages that the log did not take: nothing that was sent is ever dropped. Bodies are sealed.
 * Errors (LedgerError): `not-found`, `conflict` (the entry is in a state that does not allow it), `unavailable` (several processes share a
 * quarantine, and its server does not answer), `storage`, `corrupt`, `closed`.
 */
export interface Quarantine {
  /** Ids in order; durable when it resolves. The same message again is counted, not kept twice. A call that is refused keeps nothing. */
  keep(held: readonly Held[]): Promise<readonly string[]>;
  /** Those of the streams for which a message waits. */
  parkedAmong(streams: readonly string[]): Promise<readonly string[]>;
  parkedStreams(): Promise<readonly string[]>;
  /** Messages that wait for that stream, in the order in which they came. */
  parkedOn(stream: string): Promise<readonly Waiting[]>;
  /** What is in the log by now stays `resent`: another process may have settled it before. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  /**
   * Rejected messages of the same source and id, mended at their source and sent again, become `resent`. One that was in conflict
   * with what the log has stays: it says something else.
   */
  taken(messages: readonly Taken[]): Promise<void>;
  list(query: QuarantineQuery): Promise<QuarantinePage>;
  get(quarantineId: string): Promise<QuarantinedMessage>;
  /** Gives it up; a message that was taken cannot be given up. */
  discard(quarantineId: string, reason: string): Promise<QuarantineEntry>;
  /**
   * Takes away what was kept of the messages that `picks` picks, also of their earlier tries; those that still waited are given up for
   * the reason. The same message again is kept anew. Answers how many.
   */
  forget(picks: (message: HeldMessage) => Promise<boolean>, reason: string): Promise<number>;
  counts(): Promise<Readonly<Record<QuarantineState, number>>>;
  close(): Promise<void>;
}
