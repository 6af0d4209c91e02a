import { said } from '@complaint-ledger/contracts';
import type { PolicyPack } from '../pack.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';
import { checkCondition } from './conditions.ts';

const afterOf = ({ steps = {} }: PolicyPack, id: string): string | undefined =>
  Object.hasOwn(steps, id) ? steps[id]?.after : undefined;

/** The steps that must have been done before a step, the nearest first; a circle ends where it began. */
export const stepsBefore = (pack: PolicyPack, id: string): ReadonlySet<string> => {
  const before = new Set<string>();
  for (let at = afterOf(pack, id); at !== undefined && !before.has(at); at = afterOf(pack, at)) before.add(at);
  return before;
};

/** What each step comes after and before, and who signs it (RES-3, ESC-4). */
export const checkSteps = (checking: Checking): void => {
  const { pack } = checking;
  for (const [id, { when, after, before, signedBy }] of Object.entries(pack.steps ?? {})) {
    const at: Path = ['steps', id];
    checking.expectId('step', id, at);
    checkCondition(checking, when, [...at, 'when']);
    if (after !== undefined && after !== 'resolved')
      checking.expectOneOf('step', after, ['resolved', ...(checking.known('steps') ?? [])], [...at, 'after']);
    if (signedBy !== undefined && signedBy !== 'head')
      checking.expectOneOf('office', signedBy, ['head', ...(checking.known('offices') ?? [])], [...at, 'signedBy']);
    const earlier = stepsBefore(pack, id);
    if (earlier.has(id)) {
      const circle = [...earlier];
      if (circle.indexOf(id) === circle.length - 1 && id === [...circle].toSorted()[0])
        checking.report(
          [...at, 'after'],
          said(
            `These steps wait for each other in a circle: ${[id, ...circle].join(' ← ')}.`,
            `这些步骤循环等待：${[id, ...circle].join(' ← ')}。`,
          ),
          said('Let one of them come first.', '请让其中一个步骤在先。'),
        );
    } else if (before === 'resolved' && earlier.has('resolved')) {
      checking.report(
        [...at, 'before'],
        said('It comes after the settlement, which cannot wait for it.', '它在办结之后，办结不能等它完成。'),
        said('Write before: closed, or another after.', '请写 before: closed，或改写 after。'),
      );
    }
  }
};
