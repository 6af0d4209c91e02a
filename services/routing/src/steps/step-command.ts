import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';
import { closeIfSatisfied } from '../follow-up/follow-up.ts';
import { holds, outOfTurn, recordStep, signatureOf } from './step.ts';

/** RES-3, ESC-4: a step in its turn and signed as the pack says. */
export const askStep = (decision: Decision, command: CommandOf<'investigate'>): Refusal | undefined => {
  const { at, by, authorities } = command;
  const done = { ...command.body, by };
  const { signedBy: told } = command.body;
  if (told !== undefined && told !== by && !holds(authorities, told))
    return refuse(decision, command, 'ESC-4', `you cannot sign as ${told}: whoever signs a step records it`, [told]);
  const { signedBy, unsigned } = signatureOf(decision, at, done, authorities);
  const [breach] = [...outOfTurn(decision, at, done), ...unsigned];
  if (breach !== undefined) return refuse(decision, command, breach.rules[0], breach.reason, breach.missing);
  recordStep(decision, at, { ...done, signedBy });
  closeIfSatisfied(decision, at, by);
  return undefined;
};
