import type { InboundType, JsonObject, JsonValue } from '@complaint-ledger/contracts';

/** How deliveries of one sender are trusted and read; secrets come from the configuration. */
export interface WebhookSettings {
  /** Signing secret, or, for senders that do not sign, the token that they send along. */
  readonly secret: string;
  /** CloudEvents source; default: the account that the payload names. */
  readonly source?: string;
  /** Policy pack of the complaints; default the server's. */
  readonly policy?: string;
  /** The sender's priorities or labels as levels of the pack; default those of the preset. */
  readonly levels?: Readonly<Record<string, string>>;
  /** Departments by the sender's group or team id: where a pack counts transfers between departments. */
  readonly departments?: Readonly<Record<string, string>>;
  /** Oldest signature that is still taken, in seconds; default 600. */
  readonly maxAgeSeconds?: number;
}

/** A delivery as it came. */
export interface Delivery {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** A message without the parts that are the same for the whole delivery. */
export interface TranslatedMessage {
  /** Unique in the source, and the same in every delivery that tells of it. */
  readonly id: string;
  readonly type: InboundType;
  /** Absent where the sender tells none: then it is the time of the receipt. */
  readonly time?: string;
  readonly data: JsonObject;
}

export interface Translation {
  readonly source: string;
  /** In the order in which it happened; empty for what is no fact of the ledger. */
  readonly messages: readonly TranslatedMessage[];
}

/** Places in the pack that a preset may fill, by the sender's words. */
export interface Words {
  /** Level of a priority or label; undefined when neither settings nor pack know it. */
  level(word: string | undefined): string | undefined;
  /** The channel, unless the pack has a list of channels without it. */
  channel(word: string): string | undefined;
  department(group: string | undefined): string | undefined;
}

export interface WebhookPreset {
  readonly name: string;
  /** Levels of the standard pack by the sender's words. */
  readonly levels: Readonly<Record<string, string>>;
  /** LedgerError `unauthenticated` when the delivery is not from who knows the secret. */
  authenticate(delivery: Delivery, settings: WebhookSettings): void;
  /** LedgerError `invalid-input` when the payload is not the sender's. */
  translate(payload: JsonValue, words: Words, delivery: Delivery): Translation;
  /** What the sender wants in an answer beyond the receipts. */
  readonly answer?: JsonObject;
}
