import type { JsonObject } from './json-value.ts';

export type ActorKind = 'person' | 'crm' | 'system';

/** Who did it. System actors are marked: they never hold a case (XFER-1, FIRST-1). */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
}

/** One person's fields of one event, encrypted: AES-256-GCM, AAD `person|event`, base64url of iv ‖ tag ‖ ciphertext. */
export interface SealedBlob {
  readonly person: string;
  readonly blob: string;
}

/** An event as a decider or intake makes it, before the log gives it a place. */
export interface NewEvent<Type extends string = string, Data = JsonObject> {
  /** UUID: version 7 for what the ledger decides, 8 when derived from (source, external id). */
  readonly id: string;
  readonly type: Type;
  readonly schemaVersion: number;
  /** When it happened; RFC 3339 with offset. */
  readonly occurredAt: string;
  readonly actor: Actor;
  /** URI-reference of the system it came from; `ledger` for the ledger's own decisions. */
  readonly source: string;
  readonly correlationId?: string;
  /** Id of the event or command that led to this one. */
  readonly causationId?: string;
  readonly data: Data;
  readonly sealed?: readonly SealedBlob[];
}

/** An event as the log holds it. */
export interface RecordedEvent<Type extends string = string, Data = JsonObject> extends NewEvent<Type, Data> {
  readonly stream: string;
  /** Place in the stream, from 0. */
  readonly revision: number;
  /** Place in the whole log: it grows; in the embedded log from 1, without gaps. */
  readonly position: number;
  /** When the ledger learnt it; RFC 3339, UTC. */
  readonly recordedAt: string;
}

/** `caller`: decisions about a person who calls (CALL-10); `person`: who read what of a person (CONF-1). */
export type StreamCategory = 'call' | 'complaint' | 'case' | 'source' | 'policy' | 'caller' | 'person';

export const streamName = (category: StreamCategory, id: string): string => `${category}-${id}`;

/** `case-0198…` → `{ category: 'case', id: '0198…' }`. */
export const parseStreamName = (stream: string): { category: string; id: string } => {
  const dash = stream.indexOf('-');
  return { category: stream.slice(0, dash), id: stream.slice(dash + 1) };
};
