import type { IdentityCheck, RecordedEvent, SealedBlob } from '@complaint-ledger/contracts';

/** Personal fields of one event, still sealed. */
export interface SealedPart {
  readonly eventId: string;
  readonly sealed: SealedBlob;
}

/** One call of the work log, whatever became of it (CALL-2). What is personal stays sealed. */
export interface CallEntry {
  readonly id: string;
  readonly externalId: string;
  readonly source: string;
  readonly at: string;
  /** Of its receipt in the log. */
  readonly position: number;
  readonly policy?: string;
  readonly kind?: string;
  readonly channel?: string;
  readonly category?: string;
  readonly product?: string;
  readonly branch?: string;
  readonly department?: string;
  readonly line?: string;
  readonly agent?: string;
  readonly rings?: number;
  readonly outcome?: string;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly satisfaction?: string;
  readonly needsHandling?: boolean;
  readonly queue?: string;
  /** Another department that was needed (CALL-5). */
  readonly needsDepartment?: string;
  readonly callBackBy?: string;
  readonly callBackPerson?: string;
  readonly holdConsent?: boolean;
  readonly identity?: IdentityCheck;
  readonly accountDataTold?: boolean;
  readonly customerGroup?: string;
  readonly keyCustomer?: boolean;
  readonly topics?: readonly string[];
  /** Fields of the pack's own that stay in clear (CALL-13). */
  readonly fields?: Readonly<Record<string, string>>;
  /** Roles and offices that alone may see it (FILE-1). */
  readonly seenBy?: readonly string[];
  /** Vault id of the caller. */
  readonly caller?: string;
  /** Answered within as many rings as the pack asks for (CALL-1). */
  readonly withinRings?: boolean;
  /** Rules that were broken in it (CALL-5, CALL-8, CALL-12). */
  readonly rules?: readonly string[];
  /** Marked as a nuisance; the caller was warned after it, or was blocked when it came (CALL-10). */
  readonly nuisance?: boolean;
  readonly warned?: boolean;
  readonly blocked?: boolean;
  /** What nobody told (CALL-4). */
  readonly missing: readonly string[];
  readonly sealed: readonly SealedPart[];
}

export const sealedParts = (event: RecordedEvent): readonly SealedPart[] =>
  (event.sealed ?? []).map((sealed) => ({ eventId: event.id, sealed }));
