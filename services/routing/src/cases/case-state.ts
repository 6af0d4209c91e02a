import type { DeadlineExplanation, HolderRef } from '@complaint-ledger/contracts';
import { type Matter, epochOf } from '@complaint-ledger/policy';

/** A moment as it was told (`at`) and as it compares (`ms`). */
export interface Moment {
  readonly at: string;
  readonly ms: number;
}

export const moment = (at: string): Moment => ({ at, ms: epochOf(at) });

export interface Round {
  readonly number: number;
  readonly started: Moment;
  /** What started it, for explanations. */
  readonly startedBy: string;
}

/** Who held the case from when. */
export interface Holding {
  readonly since: number;
  readonly holder: HolderRef;
  /** Only a rule or system had named the holder. */
  readonly proposal: boolean;
}

/** One transfer, as far as a later one that became known earlier must know it (XFER-1). */
export interface Pass {
  readonly at: Moment;
  readonly event: string;
  readonly unit: string;
}

/** The settlement that counts for a round. */
export interface Resolution {
  readonly round: number;
  readonly occurredAt: string;
  readonly department: string;
  readonly elapsedMs: number;
  readonly verdict?: string;
}

export interface Penalty {
  readonly id: string;
  readonly amountFen: number;
  readonly department: string;
  readonly state: 'assessed' | 'reversed' | 'waived';
}

/** One deadline of one round, as declared so far. */
export interface Deadline {
  /** `first-response#2`. */
  readonly key: string;
  readonly name: string;
  readonly round: number;
  readonly response: boolean;
  /** The level that it is owed and fined by. */
  readonly level: string;
  readonly started: Moment;
  readonly startedBy: string;
  readonly due: Moment;
  /** When it would be due had its clock never stood still, and since when (ms) a pause delays that. */
  readonly own: Moment;
  readonly runsFrom: number;
  /** When it was due before it was extended (EXT-1). */
  readonly first: Moment;
  readonly explanation: DeadlineExplanation;
  readonly extended: boolean;
  /** A call that is owed to the customer (CALL-6, CALL-7). */
  readonly callBack: boolean;
  readonly callBackPerson?: string;
  readonly status: 'pending' | 'met' | 'missed' | 'lapsed';
  readonly met?: Moment;
  readonly lapsed?: Moment;
  /** Event id of the declaration that is in force while `status` is missed. */
  readonly missed?: string;
  readonly missedDepartment?: string;
  readonly penalty?: Penalty;
}

/** What starts and meets deadlines: `contacted`, `step:approved`, `escalated:director`, `promised`. */
export type Act = string;

/** One step of handling (RES-3). */
export interface Step {
  readonly at: Moment;
  readonly step: string;
  readonly signedBy?: string;
  /** Due time that the step named, RFC 3339. */
  readonly until?: string;
}

/** A time in which the clocks that its reason stops stood still; open while there is no `to`. */
export interface Pause {
  readonly from: Moment;
  readonly to?: Moment;
  readonly reason: string;
}

/** What a matter became at a moment: what it was before in other respects, it still is. */
export interface MatterChange {
  readonly at: Moment;
  /** `level`, `reclassified`. */
  readonly by: string;
  readonly changed: Partial<Matter>;
}

/** More time that was asked for (EXT-1). */
export interface ExtensionRequest {
  readonly at: Moment;
  readonly until: string;
  readonly ground?: string;
}

/** A share of a damage (PEN-2). */
export interface DamagePenalty {
  readonly id: string;
  readonly at: string;
  readonly department: string;
  readonly amountFen: number;
  readonly state: 'assessed' | 'waived';
}

/** A rule that was broken in a round, other than about transfers, unless it was found kept since. */
export interface Violation {
  readonly id: string;
  readonly at: Moment;
  readonly rules: readonly string[];
  /** What of the pack: `escalations.harm`. */
  readonly about: string;
  readonly missing: readonly string[];
  readonly round: number;
  readonly department: string;
  readonly by?: string;
}

export interface SurveyAnswers {
  readonly occurredAt: string;
  readonly department: string;
  readonly answers: Readonly<Record<string, number>>;
}

export interface Survey {
  readonly occurredAt: string;
  readonly department: string;
  readonly satisfied?: boolean;
  readonly rating?: number;
}

/** Dimensions that an amendment corrects; the level has deadlines and a rule of its own (LEVEL-2). */
export const correctable = ['kind', 'category', 'channel', 'product', 'branch'] as const;

/** A case as its events say; nothing here that they do not. */
export interface CaseState {
  readonly id: string;
  readonly externalId: string;
  readonly source: string;
  readonly policy: string;
  readonly policyVersion: number;
  readonly zone: string;
  readonly owner?: string;
  readonly customer: string;
  readonly receivingDepartment?: string;
  readonly customerGroup?: string;
  readonly keyCustomer: boolean;
  readonly topics: readonly string[];
  readonly outOfHours: boolean;
  /** A call-back to make, and no complaint. */
  readonly task: boolean;
  readonly lossFen?: number;
  readonly filed: Moment;
  readonly dueTimes: Readonly<Record<string, string>>;
  readonly level: string;
  readonly levelSince: number;
  /** What conditions ask of it: as it was opened, and what changed since, in the order of time. */
  readonly matter: Matter;
  readonly matterChanges: readonly MatterChange[];
  readonly category?: string;
  readonly channel?: string;
  readonly kind?: string;
  readonly product?: string;
  readonly branch?: string;
  /** When each of them was corrected last, ms. */
  readonly corrected: Readonly<Partial<Record<(typeof correctable)[number], number>>>;
  readonly status: 'open' | 'resolved' | 'closed';
  readonly holder: HolderRef;
  /** Nobody, or only a rule or system, has named the holder so far. */
  readonly proposed: boolean;
  readonly holdings: readonly Holding[];
  readonly transfers: number;
  /** The transfers in the order in which they happened. */
  readonly passes: readonly Pass[];
  /** Persons who have held it (XFER-2). */
  readonly handlers: readonly string[];
  readonly rounds: readonly Round[];
  readonly acts: Readonly<Partial<Record<Act, readonly Moment[]>>>;
  /** Attempts that did not reach the customer (EXT-1). */
  readonly unreached: readonly Moment[];
  readonly steps: readonly Step[];
  readonly pauses: readonly Pause[];
  /** Until when a call was promised, by the time of the promise (ms). */
  readonly promises: Readonly<Record<number, string>>;
  /** Who is to call, or else who promised it, by the same time. */
  readonly promisers: Readonly<Record<number, string>>;
  readonly deadlines: readonly Deadline[];
  readonly ended?: Moment;
  /** As what it was closed. */
  readonly outcome?: string;
  readonly withdrawn: boolean;
  readonly resolutions: readonly Resolution[];
  /** Extensions asked for and not decided, by deadline. */
  readonly requests: Readonly<Record<string, ExtensionRequest>>;
  /** Extensions granted before it became known until when: event ids, by deadline. */
  readonly grants: Readonly<Record<string, string>>;
  /** The contact that counts as the first so far. */
  readonly firstContact?: { readonly occurredAt: string; readonly department: string; readonly firstAfterMs: number };
  readonly survey?: Survey;
  /** The answers to the questions of the survey that count (FUP-4). */
  readonly surveyAnswers?: SurveyAnswers;
  /** Given to the customer so far (RES-5). */
  readonly compensatedFen: number;
  readonly damages: readonly DamagePenalty[];
  readonly violations: readonly Violation[];
  /** The earlier case of the same customer and matter (FILE-3). */
  readonly repeat?: { readonly of: string; readonly number: number };
  /** Last fact decided: its revision in the stream of the matter. */
  readonly fact: number;
  /** Events in the case's own stream. */
  readonly revision: number;
}

/** What happened of that sort, in the order of time. */
export const momentsOfAct = (state: CaseState, act: Act): readonly Moment[] => state.acts[act] ?? [];

export const roundOf = (state: CaseState): Round => state.rounds[state.rounds.length - 1] as Round;

export const deadlineByKey = (state: CaseState, key: string): Deadline | undefined =>
  state.deadlines.findLast((deadline) => deadline.key === key);

/** The newest deadline of that name, or the one of that key. */
export const deadlineNamed = (state: CaseState, nameOrKey: string): Deadline | undefined =>
  state.deadlines.findLast((deadline) => deadline.name === nameOrKey || deadline.key === nameOrKey);

export const penaltyById = (state: CaseState, id: string): Deadline | undefined =>
  state.deadlines.find((deadline) => deadline.penalty?.id === id);

/** Missed, not made good, and neither its round nor the case is over. */
export const isOverdue = (state: CaseState, deadline: Deadline): boolean =>
  deadline.status === 'missed' &&
  deadline.met === undefined &&
  deadline.round === roundOf(state).number &&
  state.status !== 'closed';
