import type { Because, HolderRef } from '@complaint-ledger/contracts';

export type CaseStatus = 'open' | 'resolved' | 'closed';

export interface CaseDeadline {
  /** `first-response#2`: of round 2. */
  readonly deadline: string;
  readonly name: string;
  readonly dueAt: string;
  readonly response: boolean;
  readonly status: 'pending' | 'met' | 'missed' | 'lapsed';
  readonly metAt?: string;
}

export type PenaltyState = 'assessed' | 'reversed' | 'appealed' | 'waived';

/** One fine, with what proves it (PEN-1, PEN-3). */
export interface CasePenalty {
  readonly penaltyId: string;
  readonly deadline: string;
  readonly name: string;
  /** The department that held the case at the due time. */
  readonly department: string;
  readonly level: string;
  readonly dueAt: string;
  /** When it was done after all. */
  readonly metAt?: string;
  readonly amountFen: number;
  readonly state: PenaltyState;
  /** Why it was reversed. */
  readonly because?: Because;
}

/** A case as it stands: what happened to it, folded. No personal data. */
export interface CaseDocument {
  readonly id: string;
  readonly externalId: string;
  readonly source: string;
  readonly about: 'complaint' | 'call';
  readonly policy: string;
  readonly policyVersion: number;
  /** IANA zone of the policy: its days, weeks and months are the periods that the case counts in. */
  readonly zone: string;
  readonly status: CaseStatus;
  readonly department: string;
  readonly holder: HolderRef;
  /** True while nobody but a rule or a system has said who has it. */
  readonly proposed: boolean;
  readonly owner?: string;
  readonly level: string;
  readonly category?: string;
  readonly channel?: string;
  readonly kind?: string;
  readonly product?: string;
  readonly branch?: string;
  /** Vault id of the person. */
  readonly customer: string;
  readonly filedAt: string;
  readonly resolvedAt?: string;
  readonly closedAt?: string;
  readonly withdrawnAt?: string;
  readonly verdict?: string;
  readonly outcome?: string;
  readonly round: number;
  readonly transfers: number;
  readonly violations: number;
  readonly escalations: number;
  readonly contacts: { readonly reached: number; readonly unreached: number };
  /** The last answer (FUP-3). */
  readonly answer?: { readonly at: string; readonly satisfied?: boolean; readonly rating?: number };
  readonly compensationFen: number;
  readonly deadlines: readonly CaseDeadline[];
  readonly penalties: readonly CasePenalty[];
  readonly lastEvent: { readonly type: string; readonly at: string; readonly position: number };
}

/** Missed and not made good, while the case and the round they belong to last. */
export const overdueDeadlines = ({ status, round, deadlines }: CaseDocument): readonly CaseDeadline[] =>
  status === 'closed'
    ? []
    : deadlines.filter(
        (deadline) =>
          deadline.status === 'missed' && deadline.metAt === undefined && deadline.deadline.endsWith(`#${round}`),
      );
