import { parseMoney } from '../money.ts';
import { type DeadlineRule, type Within, isByDimension } from '../pack.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';
import { type Dimension, checkCondition, checkWord } from './conditions.ts';
import { checkLength } from './lengths.ts';
import { stepsBefore } from './steps.ts';

/** Milestones that happen once in a round: no second one can meet a deadline. */
const oncePerRound: ReadonlySet<string> = new Set(['assigned', 'resolved', 'closed']);

/** What never comes after what. */
const notAfter: Readonly<Record<string, readonly string[]>> = {
  resolved: ['assigned'],
  closed: ['assigned', 'resolved', 'contacted'],
};

export const checkDeadlines = (checking: Checking): void => {
  for (const [id, rule] of Object.entries(checking.pack.deadlines)) {
    const at: Path = ['deadlines', id];
    checking.expectId('deadline', id, at);
    checkCondition(checking, rule.when, [...at, 'when']);
    checkPlace(checking, rule.starts, [...at, 'starts'], 'Nothing starts this deadline');
    checkPlace(checking, rule.metBy, [...at, 'metBy'], 'Nothing meets this deadline');
    checkOrder(checking, rule, at);
    checkWithin(checking, rule, at);
    checkPenalty(checking, rule, at);
    checking.expectAll('pause', 'pauses', rule.pausedBy, [...at, 'pausedBy']);
    if (typeof rule.answers === 'object')
      checking.expect('department', 'departments', rule.answers.department, [...at, 'answers', 'department']);
  }
};

/** `step:x` and `escalated:x` must be a step and an office of the pack. */
const checkPlace = (checking: Checking, place: string, path: Path, fault: string): void => {
  const [sort, name] = place.split(':');
  if (name === undefined) return;
  const [what, vocabulary] = sort === 'step' ? (['step', 'steps'] as const) : (['office', 'offices'] as const);
  const known = checking.known(vocabulary) ?? [];
  if (known.includes(name)) return;
  checking.report(
    path,
    `${fault}: there is no ${what} '${name}' in this pack.`,
    known.length === 0
      ? `Add ${vocabulary}: { ${name}: { zh-CN: …, en: … } }.`
      : `Known are ${known.map((each) => `${sort}:${each}`).join(', ')}.`,
  );
};

const stepOf = (place: string): string | undefined => /^step:(.*)$/.exec(place)?.[1];

const isTooLate = (checking: Checking, { starts, metBy }: DeadlineRule): boolean => {
  if (starts === metBy || notAfter[starts]?.includes(metBy) === true) return true;
  const [from, to] = [stepOf(starts), stepOf(metBy)];
  if (to === undefined) return false;
  const { steps = {} } = checking.pack;
  const rule = Object.hasOwn(steps, to) ? steps[to] : undefined;
  if ((starts === 'resolved' || starts === 'closed') && rule?.before === 'resolved') return true;
  if (starts === 'closed' && rule?.before === 'closed') return true;
  return from !== undefined && stepsBefore(checking.pack, from).has(to);
};

const checkOrder = (checking: Checking, rule: DeadlineRule, at: Path): void => {
  const { starts, metBy, nth = 1, again = false } = rule;
  if (isTooLate(checking, rule)) {
    checking.report(
      [...at, 'metBy'],
      `Nothing meets this deadline: '${metBy}' does not come after '${starts}'.`,
      'Let it be met by something that comes later.',
    );
  } else if (nth > 1 && oncePerRound.has(metBy)) {
    checking.report(
      [...at, 'nth'],
      `Nothing meets this deadline: there is no '${metBy}' number ${nth} in a round.`,
      'Leave nth out.',
    );
  }
  if (!again) return;
  if (oncePerRound.has(metBy)) {
    checking.report(
      [...at, 'again'],
      `Nothing meets it a second time: '${metBy}' happens once in a round.`,
      'Leave again out, or let it be met by contacted or a step.',
    );
  }
  if (rule.nth !== undefined)
    checking.report([...at, 'again'], 'It starts anew each time, so nth says nothing.', 'Leave nth or again out.');
};

interface Entry {
  readonly dimension: Dimension;
  /** The value of the dimension that it is for; undefined: for all. */
  readonly value?: string;
  readonly text: string;
  readonly path: Path;
}

const entriesOf = (within: Within, at: Path): readonly Entry[] => {
  const of = (dimension: Dimension, table: Readonly<Record<string, string>>, path: Path): readonly Entry[] =>
    Object.entries(table).map(([value, text]) => ({ dimension, value, text, path: [...path, value] }));
  if (typeof within === 'string') return [{ dimension: 'level', text: within, path: at }];
  if (!isByDimension(within)) return of('level', within, at);
  const { by, table, otherwise } = within;
  const rest = otherwise === undefined ? [] : [{ dimension: by, text: otherwise, path: [...at, 'otherwise'] }];
  return [...of(by, table, [...at, 'table']), ...rest];
};

const checkWithin = (checking: Checking, { within, again }: DeadlineRule, at: Path): void => {
  const entries = entriesOf(within, [...at, 'within']);
  if (entries.length === 0) {
    const by = typeof within === 'object' && isByDimension(within) ? within.by : 'level';
    checking.report([...at, 'within'], `No ${by} has this deadline.`, `Give a length, or a table of lengths by ${by}.`);
  }
  for (const { dimension, value, text, path } of entries) {
    if (value !== undefined) checkWord(checking, dimension, value, path);
    checkLength(checking, text, path);
    if (text === 'given' && again === true)
      checking.report(path, 'A time that the source gives comes once.', 'Write a length, or leave again out.');
  }
};

const checkPenalty = (checking: Checking, { penalty }: DeadlineRule, at: Path): void => {
  if (penalty === undefined) return;
  for (const { value, text, path } of entriesOf(penalty, [...at, 'penalty'])) {
    if (value !== undefined) checking.expect('level', 'levels', value, path);
    if (parseMoney(text) === undefined)
      checking.report(path, `'${text}' is too large an amount.`, 'Write an amount like 20 CNY.');
  }
};
