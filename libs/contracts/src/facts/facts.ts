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

export interface ComplaintFiled extends About, Dimensions {
  readonly receivedBy?: string;
  readonly receivingDepartment?: string;
  /** Ledger id of the call it came by. */
  readonly callId?: string;
  readonly dueTimes?: Readonly<Record<string, string>>;
  readonly lossFen?: number;
  /** Vault id of the complainant. */
  readonly complainant: string;
}

export interface CallReceived extends About, Dimensions {
  readonly line?: string;
  readonly agent?: string;
  readonly rings?: number;
  readonly outcome?: string;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly needsHandling?: boolean;
  /** Vault id of the caller. */
  readonly caller: string;
  /** Items of the work log that nobody told (CALL-4). */
  readonly missing: readonly string[];
}

interface By {
  readonly by?: string;
}

export interface FactData {
  readonly CallReceived: CallReceived;
  readonly CallEnded: About & {
    outcome?: string;
    answeredAt?: string;
    durationMs?: number;
    satisfaction?: string;
    agent?: string;
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
  readonly ContactReported: About & By & { readonly reached: boolean };
  readonly LevelChangeReported: About & By & { readonly level: string };
  readonly EscalationReported: About & By & { readonly to: string };
  readonly ExtensionRequestReported: About & By & { readonly deadline: string; readonly until: string };
  readonly ExtensionDecisionReported: About &
    By & { readonly deadline: string; readonly granted: boolean; readonly until?: string };
  readonly ResolutionReported: About & By & { readonly verdict?: string };
  readonly FollowUpReported: About &
    By & { readonly reached: boolean; readonly satisfied?: boolean; readonly rating?: number };
  readonly ReopeningReported: About & By;
  readonly ClosureReported: About & By & { readonly outcome?: string };
  readonly SourceAdvanced: { readonly to: string };
}

export type Fact = { [T in FactType]: RecordedEvent<T, FactData[T]> }[FactType];
