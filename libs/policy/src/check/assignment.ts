import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';
import { checkCondition, dimensionsOf } from './conditions.ts';
import { caughtBefore, sameCondition } from './covering.ts';

/** Whom a matter is proposed to; a rule that never speaks is a mistake. */
export const checkAssignment = (checking: Checking): void => {
  const rules = checking.pack.assignment ?? [];
  for (const [index, { when, to }] of rules.entries()) {
    const at: Path = ['assignment', index];
    checkCondition(checking, when, [...at, 'when']);
    if (to.department !== undefined)
      checking.expect('department', 'departments', to.department, [...at, 'to', 'department']);
    if (Object.keys(to).length === 0)
      checking.report([...at, 'to'], 'It names nobody.', 'Give a department, a group or a person.');
    if (to.duty === true && (checking.pack.duty ?? []).length === 0)
      checking.report(
        [...at, 'to', 'duty'],
        'Nobody is on duty in this pack.',
        'Add duty: with who is on duty and when.',
      );
    if (dimensionsOf(when).length === 0 && index < rules.length - 1) {
      checking.report(
        [...at, 'when'],
        'This rule fits everything, so those after it never speak.',
        'Move it to the end.',
      );
    }
  }
  checkSilenced(checking);
};

const checkSilenced = (checking: Checking): void => {
  const conditions = (checking.pack.assignment ?? []).map(({ when }) => when);
  for (const [index, when] of conditions.entries()) {
    const earlier = conditions.slice(0, index);
    // What comes after a rule for everything was told of there.
    if (earlier.some((other) => dimensionsOf(other).length === 0)) return;
    const caught = caughtBefore(checking.pack, when, earlier);
    if (caught === undefined) continue;
    const at: Path = ['assignment', index, 'when'];
    const lines = caught.map((other) => checking.lineOf(['assignment', other, 'when'], at)).join(', ');
    const [first = 0] = caught;
    const twin = sameCondition(earlier[first] ?? {}, when);
    checking.report(
      at,
      twin
        ? `Two rules catch the same case: this one and that in ${lines}. The first one speaks, this one never.`
        : `This rule never speaks: what it fits is caught before it, in ${lines}.`,
      twin ? 'Take one of them out, or let them differ.' : 'Move it up, or take out what was caught already.',
    );
  }
};
