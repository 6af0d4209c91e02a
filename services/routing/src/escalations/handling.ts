import type { Breach } from '../cases/breach.ts';
import type { Decision } from '../cases/decision.ts';
import { missingEscalations } from './escalation.ts';
import { notByHead } from './head-handles.ts';

/** Commands that handle a matter. Assigning it, passing it on and going upward with it do not; nor does asking afterwards. */
export const handles: ReadonlySet<string> = new Set(['contact', 'investigate', 'resolve', 'compensate']);

/** What forbids that the matter be handled at that moment by that person (ESC-1, ESC-2). */
export const forbidsHandling = (decision: Decision, at: string, by: string | undefined): readonly Breach[] => [
  ...missingEscalations(decision, 'handling', at),
  ...notByHead(decision, at, by),
];
