import type { DeadlineExplanation, HolderRef } from '@complaint-ledger/contracts';
import type { Stretch } from './calendar/working-time.ts';
import type { Matter } from './condition.ts';
import type { Condition, DeadlineRule, PolicyPack } from './pack.ts';

export interface Due {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly explanation: DeadlineExplanation;
}

export interface DueRequest {
  /** What the length depends on: its level, and the dimension that the pack's table is by. */
  readonly matter: Matter & { readonly level: string };
  /** What started it, for the explanation: `filed`, `follow-up of 2026-03-25T11:00:00+08:00`. */
  readonly startedBy: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Due time that the source gave for it, RFC 3339. */
  readonly given?: string;
}

/** A running deadline, as far as its clock is concerned. */
export interface RunningClock {
  /** Milliseconds since the epoch: since when, and until when. */
  readonly startMs: number;
  readonly dueAt: number;
  readonly explanation: DeadlineExplanation;
}

/** A checked pack, ready to decide by. Pure: the same question gives the same answer. */
export interface Policy {
  readonly id: string;
  readonly version: number;
  readonly zone: string;
  readonly pack: PolicyPack;
  readonly deadlines: readonly (DeadlineRule & { readonly id: string })[];
  /** When the deadline is due; undefined when this level or source sets none. LedgerError `calendar` for a year without data. */
  due(deadlineId: string, request: DueRequest): Due | undefined;
  /** Whether the pack sets a time for it for such a matter; `given` is one. */
  hasLength(deadlineId: string, matter: Matter): boolean;
  /**
   * The same deadline when its clock stood still for those stretches (ms, in the order of time, not overlapping): what was left when it
   * stopped, in its own sort of time, is left when it goes on. LedgerError `calendar` for a year without data.
   */
  stoodStill(clock: RunningClock, stretches: readonly Stretch[]): Due;
  /**
   * When a length of the pack (`3 working days`) that starts at that moment is over, ms; undefined for `given` and for what is no
   * length. LedgerError `calendar` for a year without data.
   */
  endOf(length: string, startedAt: string): number | undefined;
  /** The years in which working time can be counted, both included; undefined when the pack counts none. */
  readonly workingYears: { readonly first: number; readonly last: number } | undefined;
  /** Fine in fen for missing it at that level; 0 when there is none. */
  penaltyFen(deadlineId: string, level: string): number;
  /**
   * The holder that the first assignment rule proposes that fits and names somebody, and the rule's place in the pack. Who is on duty is
   * asked for that moment (ESC-3); the own group speaks only for a customer who has one (FIRST-2).
   */
  propose(matter: Matter, at: string): { readonly holder: HolderRef; readonly rule: string } | undefined;
  /** Whether the company is closed then, by its calendar, its own days and its hours; false when the pack never asks (ESC-3). */
  outOfHours(at: string): boolean;
  /** Who is on duty then: the first entry of the roster that fits (ESC-3). */
  dutyAt(at: string): HolderRef | undefined;
  /** The topmost category that this one comes under; undefined when it comes under none (FILE-5). */
  classOf(category: string): string | undefined;
  /** Roles and offices that alone may see the matter, by the first rule that fits; undefined: everybody who reads cases (FILE-1). */
  seenBy(matter: Matter): readonly string[] | undefined;
  isSystem(actorId: string): boolean;
  /** Whether the matter fits; a category stands for those under it. */
  fits(condition: Condition, matter: Matter): boolean;
}

/** Policies by id. LedgerError `not-found` names the ones there are. */
export interface PolicyBook {
  readonly defaultId: string;
  policy(id: string): Policy;
  ids(): readonly string[];
}
