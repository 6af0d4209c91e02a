import { type Sentence, said } from '@complaint-ledger/contracts';
import type { Condition } from '../pack.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';
import { checkCondition } from './conditions.ts';
import { sameCondition } from './covering.ts';

/** Where matters go upward, what heads handle in person, and who alone sees what (ESC-1, FILE-1). */
export const checkUpward = (checking: Checking): void => {
  const { escalations = {}, headHandles = [], confidential = [], transfer } = checking.pack;
  const rules = Object.entries(escalations);
  for (const [id, { when, to }] of rules) {
    checking.expectId('escalation', id, ['escalations', id]);
    checkCondition(checking, when, ['escalations', id, 'when']);
    checking.expectAll('office', 'offices', to, ['escalations', id, 'to']);
  }
  checkTwins(
    checking,
    rules.map(([id, { when, before }]) => ({ when, at: ['escalations', id, 'when'], apart: before ?? '' })),
    said('Join them: name all offices in one `to`.', '请合并：在一个 `to` 里写全职务。'),
  );
  for (const [index, { when, seenBy }] of confidential.entries()) {
    checkCondition(checking, when, ['confidential', index, 'when']);
    checking.expectAuthorities(seenBy, ['confidential', index, 'seenBy']);
  }
  checkTwins(
    checking,
    confidential.map(({ when }, index) => ({ when, at: ['confidential', index, 'when'], apart: '' })),
    said('Join them: name all who see it in one `seenBy`.', '请合并：在一个 `seenBy` 里写全可查看者。'),
  );
  const lists: readonly (readonly [Path, readonly Condition[]])[] = [
    [['headHandles'], headHandles],
    [['transfer', 'keeps'], transfer.keeps ?? []],
  ];
  for (const [path, conditions] of lists) {
    for (const [index, when] of conditions.entries()) checkCondition(checking, when, [...path, index]);
    checkTwins(
      checking,
      conditions.map((when, index) => ({ when, at: [...path, index], apart: '' })),
      said('Take one of them out.', '请去掉一个。'),
    );
  }
};

interface Entry {
  readonly when: Condition;
  readonly at: Path;
  /** Entries that differ in it say different things of the same case. */
  readonly apart: string;
}

const checkTwins = (checking: Checking, entries: readonly Entry[], hint: Sentence): void => {
  for (const [index, { when, at, apart }] of entries.entries()) {
    const twin = entries.slice(0, index).find((other) => other.apart === apart && sameCondition(other.when, when));
    if (twin === undefined) continue;
    const line = checking.lineOf(twin.at, at);
    checking.report(
      at,
      said(
        `Two entries catch the same case: this one and that in ${line.en}.`,
        `两项适用于同样的事项：本项与${line['zh-CN']}。`,
      ),
      hint,
    );
  }
};
