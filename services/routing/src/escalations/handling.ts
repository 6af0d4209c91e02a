import type { Breach } from '../cases/breach.ts';
import type { Decision } from '../cases/decision.ts';
import { missingEscalations } from './escalation.ts';
import { HEAD, notByHead } from './head-handles.ts';

/** Commands that handle a matter. Assigning it, passing it on and going upward with it do not; nor does asking afterwards. */
export const handles: ReadonlySet<string> = new Set(['contact', 'investigate', 'resolve', 'compensate']);

/** An act of handling, as asked for or observed. */
export interface Handling {
  readonly by?: string | undefined;
  /** The step of handling, when it is one. */
  readonly step?: string | undefined;
  /** Something is given to the customer. */
  readonly grants?: boolean | undefined;
}

/** What an office signs (ESC-4) or grants within its authority (RES-5) is that office's to do, whoever handles the matter. */
const isOfOffice = ({ policy }: Decision, { step, grants = false }: Handling): boolean => {
  const steps = policy.pack.steps ?? {};
  const signedBy = step !== undefined && Object.hasOwn(steps, step) ? steps[step]?.signedBy : undefined;
  return grants || (signedBy !== undefined && signedBy !== HEAD);
};

/** What forbids that the matter be handled at that moment by that person (ESC-1, ESC-2). */
export const forbidsHandling = (decision: Decision, at: string, handling: Handling): readonly Breach[] => [
  ...missingEscalations(decision, 'handling', at),
  ...(isOfOffice(decision, handling) ? [] : notByHead(decision, at, handling.by)),
];
