import type { DeadlineExplanation, HolderRef } from '@complaint-ledger/contracts';
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

/** A checked pack, ready to decide by. Pure: the same question gives the same answer. */
export interface Policy {
  readonly id: string;
  readonly version: number;
  readonly zone: string;
  readonly pack: PolicyPack;
  readonly deadlines: readonly (DeadlineRule & { readonly id: string })[];
  /** When the deadline is due; undefined when this level or source sets none. LedgerError `calendar` for a year without data. */
  due(deadlineId: string, request: DueRequest): Due | undefined;
  /** The years in which working time can be counted, both included; undefined when the pack counts none. */
  readonly workingYears: { readonly first: number; readonly last: number } | undefined;
  /** Fine in fen for missing it at that level; 0 when there is none. */
  penaltyFen(deadlineId: string, level: string): number;
  /** The holder that the first fitting assignment rule proposes, and the rule's place in the pack. */
  propose(matter: Matter): { readonly holder: HolderRef; readonly rule: string } | undefined;
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
