import type { Decision } from '../cases/decision.ts';
import type { Command } from './command.ts';

/** A rule said no: what is recorded of it is in the decision's events (XFER-4). */
export interface Refusal {
  readonly rule: string;
  readonly reason: string;
  /** Handover fields, offices or steps that it lacks. */
  readonly missing?: readonly string[];
}

/** The command of that name. */
export type CommandOf<N extends Command['name']> = Extract<Command, { name: N }>;

/** Refuses the command, which is recorded and changes nothing else. */
export const refuse = (
  decision: Decision,
  command: Command,
  rule: string,
  reason: string,
  missing: readonly string[] = [],
): Refusal => {
  const lacking = missing.length === 0 ? {} : { missing: [...missing] };
  decision.emit('CommandRefused', command.at, { command: command.name, rule, reason, ...lacking, by: command.by });
  return { rule, reason, ...lacking };
};
