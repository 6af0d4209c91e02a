import { said } from '@complaint-ledger/contracts';
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
      checking.report(
        [...at, 'to'],
        said('It names nobody.', '没有写明派给谁。'),
        said('Give a department, a group or a person.', '请写部门、小组或人员。'),
      );
    if (to.duty === true && (checking.pack.duty ?? []).length === 0)
      checking.report(
        [...at, 'to', 'duty'],
        said('Nobody is on duty in this pack.', '本制度包没有值班安排。'),
        said('Add duty: with who is on duty and when.', '请加上 duty:，写明何时由谁值班。'),
      );
    if (dimensionsOf(when).length === 0 && index < rules.length - 1) {
      checking.report(
        [...at, 'when'],
        said(
          'This rule fits everything, so those after it never speak.',
          '此规则适用于所有事项，其后的规则永远用不上。',
        ),
        said('Move it to the end.', '请移到最后。'),
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
    const places = caught.map((other) => checking.lineOf(['assignment', other, 'when'], at));
    const lines = said(places.map(({ en }) => en).join(', '), places.map((place) => place['zh-CN']).join('、'));
    const [first = 0] = caught;
    const twin = sameCondition(earlier[first] ?? {}, when);
    checking.report(
      at,
      twin
        ? said(
            `Two rules catch the same case: this one and that in ${lines.en}. The first one speaks, this one never.`,
            `两条规则适用于同样的事项：本条与${lines['zh-CN']}。以前一条为准，本条永远用不上。`,
          )
        : said(
            `This rule never speaks: what it fits is caught before it, in ${lines.en}.`,
            `此规则永远用不上：它适用的事项已被前面的规则（${lines['zh-CN']}）包括。`,
          ),
      twin
        ? said('Take one of them out, or let them differ.', '请删去其中一条，或使两者有所区别。')
        : said('Move it up, or take out what was caught already.', '请把它移到前面，或去掉已被包括的部分。'),
    );
  }
};
