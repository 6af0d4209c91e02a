import { overlap, parseShift, type Shift } from './calendar/working-hours.ts';
import { parseLength } from './length.ts';
import { parseMoney } from './money.ts';
import { NONE } from './condition.ts';
import { type DeadlineRule, type PolicyPack, type Within, isByDimension } from './pack.ts';
import { isZone } from './time/zone-offset.ts';
import { oneOf } from './yaml/nearest.ts';
import type { Problem } from './yaml/problem.ts';
import type { Path, PlacedYaml } from './yaml/read-yaml.ts';

/** What a handover note can hold (XFER-3). */
const handoverFields = ['need', 'facts', 'promised', 'contact'];

/** Milestones that happen once in a round: no second one can meet a deadline. */
const oncePerRound: ReadonlySet<DeadlineRule['metBy']> = new Set(['assigned', 'resolved', 'closed']);

/** What a schema cannot say about a pack: names that refer to other names, lengths, hours, zones. */
export const packProblems = (pack: PolicyPack, document: PlacedYaml): readonly Problem[] => {
  const problems: Problem[] = [];
  const report = (path: Path, message: string, hint?: string): void => {
    problems.push(document.problem(path, message, hint));
  };
  const levels = Object.keys(pack.levels);
  const expectOneOf = (what: string, word: string, known: readonly string[] | undefined, path: Path): void => {
    if (known === undefined || known.includes(word)) return;
    report(path, `There is no ${what} '${word}' in this pack.`, oneOf(word, known));
  };
  const expectAllOf = (
    what: string,
    words: readonly string[] | undefined,
    known: readonly string[] | undefined,
    path: Path,
  ) => {
    for (const [index, word] of (words ?? []).entries()) expectOneOf(what, word, known, [...path, index]);
  };

  if (!isZone(pack.zone)) {
    report(['zone'], `There is no time zone '${pack.zone}'.`, 'Write an IANA name, such as Asia/Shanghai.');
  }
  checkHours(pack, report);
  expectOneOf('level', pack.defaultLevel, levels, ['defaultLevel']);

  const vocabularies: Readonly<Record<string, readonly string[] | undefined>> = {
    category: keys(pack.categories),
    kind: keys(pack.kinds),
    channel: keys(pack.channels),
    level: levels,
  };

  for (const [id, rule] of Object.entries(pack.deadlines)) {
    const at: Path = ['deadlines', id];
    if (!/^[a-z][a-z0-9-]*$/.test(id)) {
      report(at, `'${id}' cannot name a deadline.`, 'Use small letters, digits and hyphens, such as first-response.');
    }
    checkMet(rule, at, report);
    for (const { dimension, value, text, path } of entriesOf(rule.within, [...at, 'within'])) {
      if (value !== undefined) expectOneOf(dimension, value, vocabularies[dimension], path);
      checkLength(pack, text, path, report);
    }
    for (const { value, text, path } of entriesOf(rule.penalty ?? {}, [...at, 'penalty'])) {
      if (value !== undefined) expectOneOf('level', value, levels, path);
      if (parseMoney(text) === undefined)
        report(path, `'${text}' is too large an amount.`, 'Write an amount like 20 CNY.');
    }
  }

  expectAllOf('handover field', pack.transfer.handover, handoverFields, ['transfer', 'handover']);
  expectAllOf('deadline', pack.extension?.deadlines, Object.keys(pack.deadlines), ['extension', 'deadlines']);
  if (pack.extension?.cap !== undefined) checkLength(pack, pack.extension.cap, ['extension', 'cap'], report);
  expectAllOf('kind', pack.handledCallKinds, keys(pack.kinds), ['handledCallKinds']);

  for (const [index, { when, to }] of (pack.assignment ?? []).entries()) {
    const at: Path = ['assignment', index];
    for (const [dimension, wanted] of Object.entries(when)) {
      const path = [...at, 'when', dimension];
      if (typeof wanted === 'boolean' || wanted === NONE) continue;
      if (typeof wanted === 'string') expectOneOf(dimension, wanted, vocabularies[dimension], path);
      else if (wanted.length === 0) report(path, 'An empty list fits nothing.', 'Name at least one value.');
      else expectAllOf(dimension, wanted, vocabularies[dimension], path);
    }
    if (to.department !== undefined)
      expectOneOf('department', to.department, keys(pack.departments), [...at, 'to', 'department']);
    if (Object.keys(to).length === 0)
      report([...at, 'to'], 'It names nobody.', 'Give a department, a group or a person.');
    if (Object.keys(when).length === 0 && index < (pack.assignment ?? []).length - 1) {
      report([...at, 'when'], 'This rule fits everything, so those after it never speak.', 'Move it to the end.');
    }
  }
  return problems;
};

type Report = (path: Path, message: string, hint?: string) => void;

const checkHours = (pack: PolicyPack, report: Report): void => {
  const shifts: Shift[] = [];
  for (const [index, text] of (pack.workingHours ?? []).entries()) {
    const shift = parseShift(text);
    if (typeof shift === 'string')
      report(['workingHours', index], shift, 'Write hours as 09:00-18:00; several shifts are several entries.');
    else shifts.push(shift);
  }
  const both = overlap(shifts);
  if (!both) return;
  const [one, other] = both.map(({ start, end }) => `${clock(start)}-${clock(end)}`);
  report(
    ['workingHours'],
    `${one} and ${other} overlap.`,
    'Every minute may count once: make them meet or leave a pause.',
  );
};

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

const checkMet = (rule: DeadlineRule, at: Path, report: Report): void => {
  if (rule.starts === rule.metBy || (rule.starts === 'resolved' && rule.metBy === 'assigned')) {
    report(
      [...at, 'metBy'],
      `Nothing meets this deadline: '${rule.metBy}' does not come after '${rule.starts}'.`,
      'Let it be met by something that comes later.',
    );
  } else if ((rule.nth ?? 1) > 1 && oncePerRound.has(rule.metBy)) {
    report(
      [...at, 'nth'],
      `Nothing meets this deadline: there is no '${rule.metBy}' number ${rule.nth} in a round.`,
      'Leave nth out.',
    );
  }
  if (typeof rule.within !== 'string' && Object.keys(rule.within).length === 0) {
    report([...at, 'within'], 'No level has this deadline.', 'Give a length, or a table of lengths by level.');
  }
};

const checkLength = (pack: PolicyPack, text: string, path: Path, report: Report): void => {
  const length = parseLength(text);
  if (!length) {
    report(path, `'${text}' is no time at all.`, 'Write a length above zero.');
  } else if (length.clock === 'working' && (pack.calendar === undefined || (pack.workingHours ?? []).length === 0)) {
    report(
      path,
      `'${text}' is counted in working time, but the pack has no ${pack.calendar === undefined ? 'calendar' : 'working hours'}.`,
      'Add calendar: CN and workingHours: [09:00-18:00], or use 24h and the like.',
    );
  }
};

interface Entry {
  readonly dimension: string;
  /** The value of the dimension that it is for; undefined: for all. */
  readonly value?: string;
  readonly text: string;
  readonly path: Path;
}

const entriesOf = (within: Within, at: Path): readonly Entry[] => {
  const of = (dimension: string, table: Readonly<Record<string, string>>, path: Path): readonly Entry[] =>
    Object.entries(table).map(([value, text]) => ({ dimension, value, text, path: [...path, value] }));
  if (typeof within === 'string') return [{ dimension: 'level', text: within, path: at }];
  if (!isByDimension(within)) return of('level', within, at);
  const { by, table, otherwise } = within;
  const rest = otherwise === undefined ? [] : [{ dimension: by, text: otherwise, path: [...at, 'otherwise'] }];
  return [...of(by, table, [...at, 'table']), ...rest];
};

const keys = (vocabulary: Readonly<Record<string, unknown>> | undefined): readonly string[] | undefined =>
  vocabulary && Object.keys(vocabulary);
