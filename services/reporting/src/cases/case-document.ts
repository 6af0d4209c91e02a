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

/** A share of a wage or bonus by size of the loss (PEN-2). */
export interface CaseDamage {
  readonly penaltyId: string;
  readonly person: string;
  readonly share: 'responsible' | 'manager' | 'delay';
  /** Hundredths of a percent. */
  readonly basisPoints: number;
  readonly of: 'wage' | 'bonus';
  readonly lossFen: number;
  /** Known when the wage or bonus was told. */
  readonly amountFen?: number;
  readonly at: string;
  readonly department: string;
  readonly level: string;
  readonly round: number;
  readonly rule: string;
  readonly state: Exclude<PenaltyState, 'reversed'>;
}

/** One step of handling (RES-3), of the memo route (ESC-4) or between departments (RES-6). */
export interface CaseStep {
  readonly at: string;
  readonly step?: string;
  readonly signedBy?: string;
  /** The time that the step set. */
  readonly until?: string;
  readonly by?: string;
}

/** Where the case went upward (ESC-1). */
export interface CaseEscalation {
  readonly to: string;
  readonly at: string;
  readonly by?: string;
}

/** A time in which clocks stood still; open while there is no `to`. */
export interface CasePause {
  readonly from: string;
  readonly to?: string;
  readonly reason: string;
}

/** A call-back that was promised (CALL-6); its deadline says whether it was kept. */
export interface CasePromise {
  readonly at: string;
  readonly until: string;
  /** Who will call. */
  readonly person?: string;
  readonly by?: string;
  /** How often another time was promised in its place, before it ran out. */
  readonly renewals?: number;
}

/** More time asked for, and what became of it (EXT-1). */
export interface CaseExtension {
  readonly deadline: string;
  readonly name: string;
  readonly state: 'requested' | 'granted' | 'refused';
  readonly until?: string;
  readonly ground?: string;
  readonly requestedAt?: string;
  readonly requestedBy?: string;
  readonly decidedAt?: string;
  readonly decidedBy?: string;
}

/** Something given to the customer, and under whose authority (RES-5). */
export interface CaseCompensation {
  readonly at: string;
  readonly compensation: string;
  readonly amountFen: number;
  readonly authority?: string;
  readonly authorisedBy?: string;
  readonly by?: string;
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
  /** First receiver, who owns the matter until it is closed (FIRST-1). */
  readonly owner?: string;
  readonly receivingDepartment?: string;
  readonly level: string;
  readonly category?: string;
  /** The topmost category that `category` comes under (FILE-5). */
  readonly class?: string;
  readonly channel?: string;
  readonly kind?: string;
  readonly product?: string;
  readonly branch?: string;
  /** Roles and offices that alone may see the case (FILE-1). */
  readonly seenBy?: readonly string[];
  /** A call-back to make, and no complaint (CALL-6, CALL-7). */
  readonly task?: true;
  /** The group whose customer it is (FIRST-2). */
  readonly customerGroup?: string;
  /** Kept in the file of key customers (FUP-4). */
  readonly keyCustomer?: true;
  readonly topics?: readonly string[];
  /** Filed outside the working hours (ESC-3). */
  readonly outOfHours?: true;
  /** Items of the record that nobody told (CALL-4, FILE-2). */
  readonly missing?: readonly string[];
  readonly lossFen?: number;
  /** Ledger id of the call that it came by. */
  readonly call?: string;
  /** The earlier case of the same customer and matter (FILE-3). */
  readonly repeatOf?: string;
  /** Which of these cases this one is, from 2. */
  readonly repeat?: number;
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
  /** How often each rule was broken, by rule. */
  readonly brokenRules: Readonly<Record<string, number>>;
  /** How often each rule refused a request, by rule. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly escalations: readonly CaseEscalation[];
  readonly steps: readonly CaseStep[];
  readonly pauses: readonly CasePause[];
  readonly promises: readonly CasePromise[];
  readonly extensions: readonly CaseExtension[];
  readonly contacts: { readonly reached: number; readonly unreached: number };
  /** The last answer (FUP-3). */
  readonly answer?: { readonly at: string; readonly satisfied?: boolean; readonly rating?: number };
  readonly compensationFen: number;
  readonly compensations: readonly CaseCompensation[];
  readonly deadlines: readonly CaseDeadline[];
  readonly penalties: readonly CasePenalty[];
  readonly damages: readonly CaseDamage[];
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
