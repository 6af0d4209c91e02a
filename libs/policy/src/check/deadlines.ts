import { type Sentence, said } from '@complaint-ledger/contracts';
import { parseMoney } from '../money.ts';
import { type DeadlineRule, type Within, isByDimension } from '../pack.ts';
import type { Path } from '../yaml/read-yaml.ts';
import { type Checking, zhNoun } from './checking.ts';
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

const neverMet = said('Nothing meets this deadline', '此时限无从完成');

export const checkDeadlines = (checking: Checking): void => {
  for (const [id, rule] of Object.entries(checking.pack.deadlines)) {
    const at: Path = ['deadlines', id];
    checking.expectId('deadline', id, at);
    checkCondition(checking, rule.when, [...at, 'when']);
    checkPlace(checking, rule.starts, [...at, 'starts'], said('Nothing starts this deadline', '此时限无从起算'));
    checkPlace(checking, rule.metBy, [...at, 'metBy'], neverMet);
    checkOrder(checking, rule, at);
    checkWithin(checking, rule, at);
    checkPenalty(checking, rule, at);
    checking.expectAll('pause', 'pauses', rule.pausedBy, [...at, 'pausedBy']);
    if (typeof rule.answers === 'object')
      checking.expect('department', 'departments', rule.answers.department, [...at, 'answers', 'department']);
  }
};

/** `step:x` and `escalated:x` must be a step and an office of the pack. */
const checkPlace = (checking: Checking, place: string, path: Path, fault: Sentence): void => {
  const [sort, name] = place.split(':');
  if (name === undefined) return;
  const [what, vocabulary] = sort === 'step' ? (['step', 'steps'] as const) : (['office', 'offices'] as const);
  const known = checking.known(vocabulary) ?? [];
  if (known.includes(name)) return;
  const entry = `${vocabulary}: { ${name}: { zh-CN: …, en: … } }`;
  const places = known.map((each) => `${sort}:${each}`);
  checking.report(
    path,
    said(
      `${fault.en}: there is no ${what} '${name}' in this pack.`,
      `${fault['zh-CN']}：本制度包没有${zhNoun(what)}“${name}”。`,
    ),
    known.length === 0
      ? said(`Add ${entry}.`, `请加上 ${entry}。`)
      : said(`Known are ${places.join(', ')}.`, `可用的有：${places.join('、')}。`),
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
      said(
        `${neverMet.en}: '${metBy}' does not come after '${starts}'.`,
        `${neverMet['zh-CN']}：“${metBy}”不会发生在“${starts}”之后。`,
      ),
      said('Let it be met by something that comes later.', '请改用之后才发生的完成条件。'),
    );
  } else if (nth > 1 && oncePerRound.has(metBy)) {
    checking.report(
      [...at, 'nth'],
      said(
        `${neverMet.en}: there is no '${metBy}' number ${nth} in a round.`,
        `${neverMet['zh-CN']}：一轮中没有第 ${nth} 次“${metBy}”。`,
      ),
      said('Leave nth out.', '请去掉 nth。'),
    );
  }
  if (!again) return;
  if (oncePerRound.has(metBy)) {
    checking.report(
      [...at, 'again'],
      said(
        `Nothing meets it a second time: '${metBy}' happens once in a round.`,
        `无从再次完成：“${metBy}”在一轮中只发生一次。`,
      ),
      said(
        'Leave again out, or let it be met by contacted or a step.',
        '请去掉 again，或改以 contacted 或某个步骤为完成条件。',
      ),
    );
  }
  if (rule.nth !== undefined)
    checking.report(
      [...at, 'again'],
      said('It starts anew each time, so nth says nothing.', '每次都重新起算，nth 没有意义。'),
      said('Leave nth or again out.', '请去掉 nth 或 again。'),
    );
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
    checking.report(
      [...at, 'within'],
      said(`No ${by} has this deadline.`, '此时限没有写任何时长。'),
      said(`Give a length, or a table of lengths by ${by}.`, `请写时长，或按 ${by} 列出时长。`),
    );
  }
  for (const { dimension, value, text, path } of entries) {
    if (value !== undefined) checkWord(checking, dimension, value, path);
    checkLength(checking, text, path);
    if (text === 'given' && again === true)
      checking.report(
        path,
        said('A time that the source gives comes once.', '来源给出的时间只有一次。'),
        said('Write a length, or leave again out.', '请写时长，或去掉 again。'),
      );
  }
};

const checkPenalty = (checking: Checking, { penalty }: DeadlineRule, at: Path): void => {
  if (penalty === undefined) return;
  for (const { value, text, path } of entriesOf(penalty, [...at, 'penalty'])) {
    if (value !== undefined) checking.expect('level', 'levels', value, path);
    if (parseMoney(text) === undefined)
      checking.report(
        path,
        said(`'${text}' is too large an amount.`, `金额“${text}”过大。`),
        said('Write an amount like 20 CNY.', '请写金额，如 20 CNY。'),
      );
  }
};
