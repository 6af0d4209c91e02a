import { said } from '@complaint-ledger/contracts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';
import { checkClockStretch } from './lengths.ts';

/** Long calls, desks, nuisance callers, identity checks (CALL-3…12), and repeats (FILE-3). */
export const checkCalls = (checking: Checking): void => {
  const { calls, repeats } = checking.pack;
  checkClockStretch(checking, repeats?.within, ['repeats', 'within']);
  checkClockStretch(checking, calls?.long, ['calls', 'long']);
  for (const [kind, { department }] of Object.entries(calls?.desks ?? {})) {
    const at: Path = ['calls', 'desks', kind];
    const isGone = checking.known('kinds')?.includes(kind) === false;
    if (isGone && checking.isInherited(at)) continue;
    checking.expect('kind', 'kinds', kind, at);
    checking.expect('department', 'departments', department, [...at, 'department']);
  }
  const { nuisance, identity } = calls ?? {};
  checkClockStretch(checking, nuisance?.warnAfter?.within, ['calls', 'nuisance', 'warnAfter', 'within']);
  checkClockStretch(checking, nuisance?.longestBlock, ['calls', 'nuisance', 'longestBlock']);
  checking.expectAuthorities(nuisance?.blockedBy, ['calls', 'nuisance', 'blockedBy']);
  if (identity === undefined) return;
  const ways = Object.keys(identity.methods).length;
  if (ways === 0)
    checking.report(
      ['calls', 'identity', 'methods'],
      said('Nobody could prove who they are.', '没有任何核验方式，无人能证明身份。'),
      said('Name a method.', '请写一种核验方式。'),
    );
  else if ((identity.atLeast ?? 1) > ways)
    checking.report(
      ['calls', 'identity', 'atLeast'],
      said(
        `It takes ${identity.atLeast} ways, and there are ${ways}.`,
        `要求通过 ${identity.atLeast} 项，却只有 ${ways} 项。`,
      ),
      said('Add methods, or ask for fewer.', '请增加核验方式，或降低要求。'),
    );
};
