import type { PolicyPack } from './pack.ts';

/** What a call says of the need behind it. */
export interface CallNeed {
  readonly outcome?: unknown;
  readonly needsHandling?: unknown;
  readonly kind?: unknown;
}

/** Whether a call is a case: when it says so, or when it is of a kind that the pack handles (CALL-3); a nuisance or misuse never is. */
export const isHandledCall = ({ outcome, needsHandling, kind }: CallNeed, pack: PolicyPack): boolean => {
  if (outcome === 'nuisance' || outcome === 'misuse') return false;
  if (typeof needsHandling === 'boolean') return needsHandling;
  return typeof kind === 'string' && (pack.handledCallKinds ?? []).includes(kind);
};
