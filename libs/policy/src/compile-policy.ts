import { type HolderRef, LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import type { CalendarBook } from './calendar/calendar-book.ts';
import type { Calendar } from './calendar/calendar-file.ts';
import { withCompanyDays } from './calendar/company-days.ts';
import { isShift, parseShift } from './calendar/working-hours.ts';
import { type Stretch, WorkingTime } from './calendar/working-time.ts';
import { categoryPath, fits, type Matter } from './condition.ts';
import { dueTime, stoodStill as stoodStillUntil } from './due-time.ts';
import { dutyRoster } from './duty-roster.ts';
import { isWorkingLength, parseLength, type ParsedLength } from './length.ts';
import { parseMoney } from './money.ts';
import { type AssignmentRule, type DeadlineRule, type PolicyPack, type Within, isByDimension } from './pack.ts';
import type { Due, DueRequest, Policy } from './policy.ts';
import { epochOf, formatInZone } from './time/instant.ts';

/** What a table of a pack says: a value for some values of one dimension, and one for every other. */
interface Table<T> {
  readonly by: 'level' | 'category' | 'kind' | 'channel' | 'product' | 'branch';
  readonly every?: T;
  readonly values: ReadonlyMap<string, T>;
}

interface CompiledDeadline {
  readonly rule: DeadlineRule & { readonly id: string };
  readonly within: Table<{ readonly text: string; readonly length: ParsedLength }>;
  readonly penaltyFen: Table<number>;
}

/** A checked pack with the calendar it names. LedgerError `config` when that calendar is not installed. */
export const compilePolicy = (pack: PolicyPack, calendars: CalendarBook): Policy => {
  const calendar =
    pack.calendar === undefined ? undefined : withCompanyDays(calendars.calendar(pack.calendar), pack.companyDays);
  const working = calendar && workingTime(pack, calendar);
  const deadlines = new Map(
    Object.entries(pack.deadlines).map(([id, rule]) => [id, compileDeadline(pack, { ...rule, id })] as const),
  );
  const deadline = (id: string): CompiledDeadline => {
    const found = deadlines.get(id);
    if (found) return found;
    throw new LedgerError(
      'not-found',
      said(`The policy ${pack.id} has no deadline '${id}'.`, `制度包 ${pack.id} 没有时限“${id}”。`),
      {
        hint: said(`It has ${[...deadlines.keys()].join(', ')}.`, `现有：${[...deadlines.keys()].join('、')}。`),
        policy: pack.id,
      },
    );
  };
  const systems = new Set(pack.transfer.systems);
  const onDuty = dutyRoster(pack.duty ?? [], pack.zone);
  const asksForHours = countsWorkingTime(deadlines) || asksWhenClosed(pack);
  const counted = (stretches: readonly Stretch[]) =>
    stretches.map(({ from, to }) => ({ from: formatInZone(from, pack.zone), to: formatInZone(to, pack.zone) }));

  const due = (id: string, request: DueRequest): Due | undefined => {
    const { rule, within } = deadline(id);
    const explanation = {
      policy: pack.id,
      policyVersion: pack.version,
      ...(rule.rule !== undefined && { rule: rule.rule }),
      startedBy: request.startedBy,
      startedAt: request.startedAt,
    };
    if (request.given !== undefined) {
      return {
        dueAt: epochOf(request.given),
        explanation: { ...explanation, length: 'given by the source', clock: 'given' },
      };
    }
    const found = at(within, request.matter, pack);
    if (!found || found.length.clock === 'given') return undefined;
    const { text, length } = found;
    const { dueAt, clock, intervals } = dueTime(epochOf(request.startedAt), length, pack.zone, () =>
      workingFor(working, pack, `deadlines.${id}.within`),
    );
    return {
      dueAt,
      explanation: {
        ...explanation,
        length: text,
        clock,
        ...(clock === 'working' && calendar !== undefined && { calendar: `${calendar.id} ${calendar.version}` }),
        ...(intervals && { intervals: counted(intervals) }),
      },
    };
  };

  const stoodStill: Policy['stoodStill'] = ({ startMs, dueAt, explanation }, stretches) => {
    const clock = explanation.clock === 'working' ? 'working' : 'elapsed';
    const moved = stoodStillUntil({ startMs, dueAt, clock }, stretches, () => workingFor(working, pack, 'pauses'));
    const { pauses: _, ...told } = explanation;
    return {
      dueAt: moved.dueAt,
      explanation: {
        ...told,
        ...(moved.intervals && { intervals: counted(moved.intervals) }),
        ...(moved.pauses.length > 0 && { pauses: counted(moved.pauses) }),
      },
    };
  };

  /** Undefined when the rule names nobody for this matter. */
  const holderBy = (to: AssignmentRule['to'], matter: Matter, when: string): HolderRef | undefined => {
    const { duty, ownGroup, ...named } = to;
    const own = ownGroup === undefined ? undefined : matter.customerGroup;
    const person = duty === undefined ? undefined : onDuty(epochOf(when));
    if ((ownGroup !== undefined && own === undefined) || (duty !== undefined && person === undefined)) return undefined;
    return { ...named, ...(own === undefined ? {} : { group: own }), ...person };
  };

  return {
    id: pack.id,
    version: pack.version,
    zone: pack.zone,
    pack,
    deadlines: [...deadlines.values()].map(({ rule }) => rule),
    due,
    hasLength: (id, matter) => at(deadline(id).within, matter, pack) !== undefined,
    workingYears: calendar && asksForHours ? { first: calendar.firstYear, last: calendar.lastYear } : undefined,
    penaltyFen: (id, level) => at(deadline(id).penaltyFen, { level }, pack) ?? 0,
    stoodStill,
    endOf: (text, startedAt) => {
      const length = parseLength(text);
      if (length === undefined || length.clock === 'given') return undefined;
      return dueTime(epochOf(startedAt), length, pack.zone, () => workingFor(working, pack, text)).dueAt;
    },
    propose: (matter, when) => {
      for (const [index, rule] of (pack.assignment ?? []).entries()) {
        const holder = fits(rule.when, matter, pack.categories) ? holderBy(rule.to, matter, when) : undefined;
        if (holder !== undefined) return { holder, rule: `assignment.${index}` };
      }
      return undefined;
    },
    outOfHours: (when) => asksForHours && working !== undefined && !working.isOpen(epochOf(when)),
    dutyAt: (when) => onDuty(epochOf(when)),
    classOf: (category) => {
      const top = categoryPath(pack.categories, category).at(-1);
      return top === category ? undefined : top;
    },
    seenBy: (matter) => pack.confidential?.find(({ when }) => fits(when, matter, pack.categories))?.seenBy,
    isSystem: (actorId) => systems.has(actorId),
    fits: (condition, matter) => fits(condition, matter, pack.categories),
  };
};

const workingTime = (pack: PolicyPack, calendar: Calendar): WorkingTime | undefined => {
  const shifts = (pack.workingHours ?? []).map(parseShift).filter(isShift);
  return shifts.length > 0 ? new WorkingTime(calendar, pack.zone, shifts) : undefined;
};

const countsWorkingTime = (deadlines: ReadonlyMap<string, CompiledDeadline>): boolean =>
  [...deadlines.values()].some(({ within: { every, values } }) =>
    [every, ...values.values()].some((table) => table !== undefined && isWorkingLength(table.length)),
  );

/** Whether any rule of the pack asks if the company is closed (ESC-3). */
const asksWhenClosed = (pack: PolicyPack): boolean =>
  [
    ...(pack.assignment ?? []),
    ...Object.values(pack.deadlines),
    ...Object.values(pack.escalations ?? {}),
    ...Object.values(pack.steps ?? {}),
    ...(pack.confidential ?? []),
    ...[...(pack.headHandles ?? []), ...(pack.transfer.keeps ?? [])].map((when) => ({ when })),
  ].some(({ when }) => when?.outOfHours !== undefined);

const workingFor = (working: WorkingTime | undefined, pack: PolicyPack, path: string): WorkingTime => {
  if (working) return working;
  throw new LedgerError(
    'config',
    said(
      `The policy ${pack.id} counts working time but has no calendar or working hours.`,
      `制度包 ${pack.id} 按工作时间计算，却没有日历或工作时间。`,
    ),
    {
      path,
      hint: said('Add calendar and workingHours to the pack.', '请在制度包里加上 calendar 和 workingHours。'),
    },
  );
};

const compileDeadline = (pack: PolicyPack, rule: DeadlineRule & { readonly id: string }): CompiledDeadline => {
  const read = <T>(what: Sentence, text: string, parsed: T | undefined): T => {
    if (parsed !== undefined) return parsed;
    throw new LedgerError('config', said(`'${text}' is no ${what.en}.`, `“${text}”不是${what['zh-CN']}。`), {
      path: `${pack.id}: deadlines.${rule.id}`,
      policy: pack.id,
    });
  };
  return {
    rule,
    within: compileTable(rule.within, (text) => ({
      text,
      length: read(said('length of time', '时长'), text, parseLength(text)),
    })),
    penaltyFen: compileTable(rule.penalty ?? {}, (text) => read(said('amount', '金额'), text, parseMoney(text))),
  };
};

const compileTable = <T>(table: Within, parse: (text: string) => T): Table<T> => {
  if (typeof table === 'string') return { by: 'level', every: parse(table), values: new Map() };
  const parsed = (values: Readonly<Record<string, string>>): ReadonlyMap<string, T> =>
    new Map(Object.entries(values).map(([value, text]) => [value, parse(text)]));
  if (!isByDimension(table)) return { by: 'level', values: parsed(table) };
  const { by, otherwise } = table;
  return { by, values: parsed(table.table), ...(otherwise !== undefined && { every: parse(otherwise) }) };
};

/** The value for the matter; that of a category above when its own has none. */
const at = <T>({ by, every, values }: Table<T>, matter: Matter, { categories }: PolicyPack): T | undefined => {
  const value = matter[by];
  const path = value === undefined ? [] : by === 'category' ? categoryPath(categories, value) : [value];
  const key = path.find((each) => values.has(each));
  return key === undefined ? every : values.get(key);
};
