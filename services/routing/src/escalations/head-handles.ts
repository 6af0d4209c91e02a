import type { Breach } from '../cases/breach.ts';
import type { Decision } from '../cases/decision.ts';
import { fittedAt } from '../cases/fitted-at.ts';
import { heldAt } from '../transfers/transfer.ts';

/** What a pack calls the head of the department that holds the case. */
export const HEAD = 'head';

/** The head of the department that held the case then; undefined when nobody, or no head of it, is known. */
export const headAt = ({ state, policy }: Decision, at: string): string | undefined => {
  const { department } = heldAt(state, at).holder;
  const departments = policy.pack.departments ?? {};
  return department !== undefined && Object.hasOwn(departments, department) ? departments[department]?.head : undefined;
};

/** ESC-1: the head of the department handles a major matter in person. */
export const notByHead = (decision: Decision, at: string, by: string | undefined): readonly Breach[] => {
  const { policy } = decision;
  const isTheirs = (policy.pack.headHandles ?? []).some((condition) => fittedAt(decision, condition, at));
  const head = isTheirs ? headAt(decision, at) : undefined;
  if (head === undefined || by === undefined || by === head || policy.isSystem(by)) return [];
  return [
    {
      rules: ['ESC-1'],
      about: 'headHandles',
      reason: `the head of the department, ${head}, handles such a matter in person`,
      missing: [],
    },
  ];
};
