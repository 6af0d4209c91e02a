import type { JsonValue, SealedBlob } from '@complaint-ledger/contracts';
import type { KeyEncryptionKey } from './keys/key-encryption-key.ts';

/** Fields of one person in one event, by name. */
export type PersonalFields = Readonly<Record<string, JsonValue>>;

export interface SealRequest {
  readonly person: string;
  readonly eventId: string;
  readonly fields: PersonalFields;
}

/** What a reader gets: never an exception for an erased person, never "erased" for a vault that cannot be reached. */
export type Unsealed =
  | { readonly state: 'clear'; readonly fields: PersonalFields }
  | { readonly state: 'masked'; readonly fields: PersonalFields }
  | { readonly state: 'erased' };

export type View = 'clear' | 'masked';

/**
 * Personal data: one key per person, one blob per person and event (AES-256-GCM, AAD `person|event`).
 * Sealing is deterministic for the same person, event and fields, so that a repeated delivery has the same bytes.
 * Errors (LedgerError): `unavailable` (the vault or its key cannot be reached: stall, never drop), `corrupt`, `closed`,
 * `not-found` (sealing or linking for a person who was erased: ask for the person again).
 */
export interface Vault {
  /** Seals many at once; new keys are durable before it resolves. */
  seal(requests: readonly SealRequest[]): Promise<readonly SealedBlob[]>;
  unseal(eventId: string, sealed: SealedBlob, view: View): Promise<Unsealed>;
  /** The person that a phone, id number or account belongs to: a random id found by blind index, made when new. */
  personFor(identifiers: Identifiers): Promise<string>;
  /** Many at once, answers in order. */
  personsFor(identifiers: readonly Identifiers[]): Promise<readonly string[]>;
  /** Persons whose phone (normalised) is this one. */
  findByPhone(phone: string): Promise<readonly string[]>;
  /** Persons whom any of the texts identifies, as a phone, an id number, an account or an e-mail address. */
  namedIn(texts: readonly string[]): Promise<readonly string[]>;
  /** Remembers whose matter this is, so that later free text about it is sealed under the same person. */
  link(subject: string, person: string): Promise<void>;
  linkMany(links: readonly { readonly subject: string; readonly person: string }[]): Promise<void>;
  personOf(subject: string): Promise<string | undefined>;
  subjectsOf(person: string): Promise<readonly string[]>;
  /**
   * Destroys the person's key, blind index and links: every blob of theirs is unreadable from now on. `erased` is false
   * when there was nothing (left) to destroy. The same phone makes a new person afterwards. Error: `unavailable` also when
   * a copy of the key may be left: ask again.
   */
  erase(person: string): Promise<{ readonly erased: boolean }>;
  close(): Promise<void>;
}

/** What identifies a person; the first that is present decides, in this order. `fallback` is used when none is. */
export interface Identifiers {
  readonly phone?: string;
  readonly idNumber?: string;
  readonly account?: string;
  readonly email?: string;
  /** For instance `complaint-<id>`: this matter's person and nobody else's. */
  readonly fallback: string;
  /** The matter that is about them: linked in the same commit, as `link` would. */
  readonly subject?: string;
}

/**
 * Whole messages under a key of their purpose, for what cannot be sealed per person: a rejected message is not
 * understood, so nobody knows whose data it holds. Errors: `corrupt` (changed bytes, other purpose), `closed`.
 */
export interface BlobSealer {
  sealBytes(purpose: string, bytes: Uint8Array): Promise<Uint8Array>;
  openBytes(purpose: string, sealed: Uint8Array): Promise<Uint8Array>;
}

/** A vault whose root is wrapped by a key-encryption key. */
export interface KeyedVault extends Vault, BlobSealer {
  /**
   * From now on the vault opens with one key only: `next`, or, without one, the given key in place of the previous one, or a new
   * key in place of the key file. It is the root that is wrapped anew: no blob changes, and what is open stays open. What was cut off
   * is done by doing it again. Every other place that starts needs the new key first.
   */
  rotateKey(next?: KeyEncryptionKey): Promise<void>;
}
