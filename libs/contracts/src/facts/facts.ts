import type { FactType } from '../inbound/messages.ts';
import type { RecordedEvent } from '../envelope.ts';
import type { HolderRef } from '../cases/case-events.ts';

/**
 * Facts as intake records them: the clear part of what was told. What is personal or free text is sealed beside it.
 * `externalId` is the source's own id; the stream carries the ledger's.
 */
interface About {
  readonly externalId: string;
}

interface Dimensions {
  readonly policy: string;
  readonly kind?: string;
  readonly channel?: string;
  readonly level?: string;
  readonly category?: string;
  readonly product?: string;
  readonly branch?: string;
  readonly department?: string;
  readonly group?: string;
  readonly person?: string;
}

export interface ComplaintFiled extends About, Dimensions, Recorded {
  readonly receivedBy?: string;
  readonly receivingDepartment?: string;
  /** Ledger id of the call it came by. */
  readonly callId?: string;
  readonly dueTimes?: Readonly<Record<string, string>>;
  readonly lossFen?: number;
  readonly customerGroup?: string;
  readonly keyCustomer?: boolean;
  /** Vault id of the complainant. */
  readonly complainant: string;
}

/** What intake finds in the text of a record by the words and lists of the pack, before the text is sealed. */
interface Recorded {
  /** Items of the record that nobody told (CALL-4, FILE-2). */
  readonly missing?: readonly string[];
  /** Topics of the pack that the text told of. */
  readonly topics?: readonly string[];
  /** Fields of the pack's own that stay in clear. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Roles and offices that alone may see the matter (FILE-1). */
  readonly seenBy?: readonly string[];
}

/** How a caller proved who they are (CALL-12). */
export interface IdentityCheck {
  readonly methods: readonly string[];
  readonly passed: boolean;
}

/** What becomes of a call that could not be ended there and then (CALL-5), and what was told in it (CALL-12). */
interface CallCourse {
  /** A call-back was promised by then. */
  readonly callBackBy?: string;
  /** Who will call back. */
  readonly callBackPerson?: string;
  /** Another department that is needed to answer. */
  readonly needsDepartment?: string;
  /** The caller agreed to hold. */
  readonly holdConsent?: boolean;
  readonly identity?: IdentityCheck;
  readonly accountDataTold?: boolean;
}

/**
 * What the governing pack makes of a call as far as it is known by then: with it a tally is a fold of single events, and a pack
 * that is edited later changes nothing (CALL-1…12).
 */
export interface CallSummary {
  /** When it came; RFC 3339. */
  readonly at: string;
  /** IANA zone of the company: periods are its days, weeks and months. */
  readonly zone: string;
  readonly department?: string;
  readonly agent?: string;
  readonly line?: string;
  readonly kind?: string;
  readonly outcome?: string;
  /** Of an answered call whose rings were told: within as many as the pack asks for (CALL-1). */
  readonly withinRings?: boolean;
  /** From the answer to the end. */
  readonly handlingMs?: number;
  readonly satisfaction?: string;
  /** A call-back was promised by then (CALL-6). */
  readonly callBackBy?: string;
  /** The identity check was passed or not; absent: there was none (CALL-12). */
  readonly identityPassed?: boolean;
  /** Items of the record that nobody told (CALL-4). */
  readonly missing: readonly string[];
  /** Rules that were broken in it. */
  readonly rules?: readonly string[];
}

export interface CallReceived extends About, Dimensions, Recorded, CallCourse {
  readonly line?: string;
  readonly agent?: string;
  readonly rings?: number;
  readonly outcome?: string;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly needsHandling?: boolean;
  readonly customerGroup?: string;
  readonly keyCustomer?: boolean;
  readonly queue?: string;
  readonly summary?: CallSummary;
  /** Vault id of the caller. */
  readonly caller: string;
}

interface By {
  readonly by?: string;
}

export interface FactData {
  readonly CallReceived: CallReceived;
  readonly CallEnded: About &
    CallCourse & {
      outcome?: string;
      answeredAt?: string;
      durationMs?: number;
      satisfaction?: string;
      agent?: string;
      summary?: CallSummary;
      /** The summary until then: a tally takes out what it counted. */
      was?: CallSummary;
    };
  readonly ComplaintFiled: ComplaintFiled;
  readonly ComplaintAmended: About & By & Pick<Dimensions, 'kind' | 'channel' | 'category' | 'product' | 'branch'>;
  readonly ComplaintWithdrawn: About & By;
  readonly AssignmentReported: About & By & HolderRef & { readonly automatic?: boolean };
  readonly TransferReported: About &
    By & {
      readonly from?: HolderRef;
      readonly to: HolderRef;
      /** Names of the handover fields that were filled in; their text is sealed (XFER-3). */
      readonly handover: readonly string[];
    };
  readonly ContactReported: About & By & { readonly reached: boolean; readonly askedFirst?: boolean };
  readonly PauseReported: About & By & { readonly reason: string };
  readonly ResumptionReported: About & By;
  readonly CallBackPromiseReported: About & By & { readonly until: string; readonly person?: string };
  readonly InvestigationReported: About &
    By & { readonly step?: string; readonly signedBy?: string; readonly until?: string };
  readonly CompensationReported: About &
    By & {
      readonly compensation: string;
      readonly amountFen: number;
      readonly authority?: string;
      readonly authorisedBy?: string;
    };
  readonly LevelChangeReported: About & By & { readonly level: string };
  readonly EscalationReported: About & By & { readonly to: string };
  readonly ExtensionRequestReported: About &
    By & { readonly deadline: string; readonly until: string; readonly ground?: string };
  readonly ExtensionDecisionReported: About &
    By & { readonly deadline: string; readonly granted: boolean; readonly until?: string };
  readonly ResolutionReported: About & By & { readonly verdict?: string };
  readonly FollowUpReported: About &
    By & {
      readonly reached: boolean;
      readonly satisfied?: boolean;
      readonly rating?: number;
      readonly answers?: Readonly<Record<string, number>>;
    };
  readonly ReopeningReported: About & By;
  readonly ClosureReported: About & By & { readonly outcome?: string };
  readonly SourceAdvanced: { readonly to: string };
}

export type Fact = { [T in FactType]: RecordedEvent<T, FactData[T]> }[FactType];
