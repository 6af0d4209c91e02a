import { LedgerError } from '@complaint-ledger/contracts';
import type { CalendarBook } from './calendar/calendar-book.ts';
import type { Calendar } from './calendar/calendar-file.ts';
import { parseShift, type Shift } from './calendar/working-hours.ts';
import { WorkingTime } from './calendar/working-time.ts';
import { parseLength, type ParsedLength } from './length.ts';
import { parseMoney } from './money.ts';
import type { AssignmentRule, DeadlineRule, PolicyPack } from './pack.ts';
import type { Due, DueRequest, Policy } from './policy.ts';
import { epochOf, formatInZone } from './time/instant.ts';

/** What a table of a pack says: one value for every level, or a value for some levels. */
interface ByLevel<T> {
  readonly every?: T;
  readonly levels: ReadonlyMap<string, T>;
}

interface CompiledDeadline {
  readonly rule: DeadlineRule & { readonly id: string };
  readonly within: ByLevel<{ readonly text: string; readonly length: ParsedLength }>;
  readonly penaltyFen: ByLevel<number>;
}

/** A checked pack with the calendar it names. LedgerError `config` when that calendar is not installed. */
export const compilePolicy = (pack: PolicyPack, calendars: CalendarBook): Policy => {
  const calendar = pack.calendar === undefined ? undefined : calendars.calendar(pack.calendar);
  const working = calendar && workingTime(pack, calendar);
  const deadlines = new Map(
    Object.entries(pack.deadlines).map(([id, rule]) => [id, compileDeadline(pack, { ...rule, id })] as const),
  );
  const deadline = (id: string): CompiledDeadline => {
    const found = deadlines.get(id);
    if (found) return found;
    throw new LedgerError('not-found', `The policy ${pack.id} has no deadline '${id}'.`, {
      hint: `It has ${[...deadlines.keys()].join(', ')}.`,
      policy: pack.id,
    });
  };
  const systems = new Set(pack.transfer.systems);

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
    const found = at(within, request.level);
    if (!found || found.length.clock === 'given') return undefined;
    const { text, length } = found;
    const startedAt = epochOf(request.startedAt);
    if (length.clock === 'elapsed') {
      return { dueAt: startedAt + length.ms, explanation: { ...explanation, length: text, clock: 'elapsed' } };
    }
    if (!working || !calendar) throw withoutCalendar(pack, id);
    const { dueAt, intervals } = working.addWorkingTime(startedAt, length.amount, length.unit);
    return {
      dueAt,
      explanation: {
        ...explanation,
        length: text,
        clock: 'working',
        calendar: `${calendar.id} ${calendar.version}`,
        intervals: intervals.map(({ from, to }) => ({
          from: formatInZone(from, pack.zone),
          to: formatInZone(to, pack.zone),
        })),
      },
    };
  };

  return {
    id: pack.id,
    version: pack.version,
    zone: pack.zone,
    pack,
    deadlines: [...deadlines.values()].map(({ rule }) => rule),
    due,
    workingYears:
      calendar && countsWorkingTime(deadlines) ? { first: calendar.firstYear, last: calendar.lastYear } : undefined,
    penaltyFen: (id, level) => at(deadline(id).penaltyFen, level) ?? 0,
    propose: (matter) => {
      const index = (pack.assignment ?? []).findIndex(({ when }) => fits(when, matter));
      const rule = pack.assignment?.[index];
      return rule && { holder: rule.to, rule: `assignment.${index}` };
    },
    isSystem: (actorId) => systems.has(actorId),
  };
};

const workingTime = (pack: PolicyPack, calendar: Calendar): WorkingTime | undefined => {
  const shifts = (pack.workingHours ?? []).map(parseShift).filter((shift): shift is Shift => typeof shift !== 'string');
  return shifts.length > 0 ? new WorkingTime(calendar, pack.zone, shifts) : undefined;
};

const countsWorkingTime = (deadlines: ReadonlyMap<string, CompiledDeadline>): boolean =>
  [...deadlines.values()].some(({ within: { every, levels } }) =>
    [every, ...levels.values()].some((table) => table?.length.clock === 'working'),
  );

const withoutCalendar = (pack: PolicyPack, deadline: string): LedgerError =>
  new LedgerError(
    'config',
    `The policy ${pack.id} counts ${deadline} in working time but has no calendar or working hours.`,
    {
      path: `deadlines.${deadline}.within`,
      hint: 'Add calendar and workingHours to the pack.',
    },
  );

const compileDeadline = (pack: PolicyPack, rule: DeadlineRule & { readonly id: string }): CompiledDeadline => {
  const read = <T>(what: string, text: string, parsed: T | undefined): T => {
    if (parsed !== undefined) return parsed;
    throw new LedgerError('config', `'${text}' is no ${what}.`, {
      path: `${pack.id}: deadlines.${rule.id}`,
      policy: pack.id,
    });
  };
  return {
    rule,
    within: compileTable(rule.within, (text) => ({ text, length: read('length of time', text, parseLength(text)) })),
    penaltyFen: compileTable(rule.penalty ?? {}, (text) => read('amount', text, parseMoney(text))),
  };
};

const compileTable = <T>(table: string | Readonly<Record<string, string>>, parse: (text: string) => T): ByLevel<T> =>
  typeof table === 'string'
    ? { every: parse(table), levels: new Map() }
    : { levels: new Map(Object.entries(table).map(([level, text]) => [level, parse(text)])) };

const at = <T>({ every, levels }: ByLevel<T>, level: string): T | undefined => levels.get(level) ?? every;

const fits = (when: AssignmentRule['when'], matter: Readonly<Record<string, string | undefined>>): boolean =>
  Object.entries(when).every(([dimension, wanted]) => {
    const value = matter[dimension];
    return value !== undefined && (typeof wanted === 'string' ? wanted === value : wanted.includes(value));
  });
