import type { InboundType, JsonObject } from '@complaint-ledger/contracts';
import type { CloudEventLike } from '../message.ts';
import type { Binding, RowText, RowTime } from '../mapping/binding.ts';
import { bindWhen, textTest } from '../mapping/condition.ts';
import { hasField } from '../mapping/field-kind.ts';
import { bindData, bindType, type RowData } from '../mapping/message-data.ts';
import type { Log, LogEmit } from '../mapping/mapping-schema.ts';
import { bindValue } from '../mapping/value.ts';
import type { SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import { event } from './event.ts';
import { handover, type Holder } from './handover.ts';
import { contentKeys, messageId } from './message-id.ts';
import type { LastMessage, Shape } from './shape.ts';

/** What is kept of a case between its rows. */
interface CaseState {
  held: boolean;
  holder: Holder;
  readonly statuses: (string | undefined)[];
  /** Indices of `emit` with `once: first` that were sent. */
  sent: Set<number> | undefined;
  /** Newest message of each `emit` with `once: last`. */
  last: Map<number, LastMessage> | undefined;
}

const units = ['department', 'group', 'person'] as const;

/**
 * One row is one event of a case. The first row files the complaint and assigns it; a later row in which a unit of the
 * holder differs is a transfer; status columns give further messages when they change.
 */
export const logShape = (binding: Binding, log: Log, options: LogOptions): Shape => {
  const caseKey = binding.text(log.case, ['log', 'case']);
  const caseColumn = binding.firstColumn(log.case, ['log', 'case']);
  const rowKey = rowKeyOf(binding, log);
  const time = binding.time(log.time, ['log', 'time']);
  const timeColumn = binding.firstColumn(log.time, ['log', 'time']);
  const by = log.by === undefined ? undefined : binding.text(log.by, ['log', 'by']);
  const systems = new Set([...(log.systems ?? []), ...options.systems]);
  const ownName = ownNames();
  const holderOf = bindHolder(binding, log, systems, ownName);
  const filed = bindFiled(binding, log, options.policy);
  const derived = (type: InboundType, given: readonly string[] = []): RowData =>
    bindData(binding, type, undefined, ['complaintId', ...given], ['log']);
  const assigned = derived('case.assigned');
  const transferred = derived('case.transferred', ['from', 'to']);
  const statuses = bindStatuses(binding, log);
  const emitters = (log.emit ?? []).flatMap((emit, at) => bindLogEmit(binding, log.emit ?? [], emit, at) ?? []);
  const cases = new Map<string, CaseState>();
  const source = binding.mapping.source;

  return {
    row: (row) => {
      const key = caseKey(row);
      if (key === undefined) throw new RowProblem('the case key is blank', caseColumn);
      const known = cases.get(key);
      if (known?.held === true) return 'held';
      const happened = time(row);
      if (happened === undefined) throw new RowProblem('the time is blank', timeColumn);
      const rowId = rowKey(row);
      const actor = by?.(row);
      const state = known ?? newCase(false);
      const messages: CloudEventLike[] = [];
      const base = (type: InboundType, more: JsonObject = {}): JsonObject => ({
        complaintId: key,
        ...(actor !== undefined && hasField(type, 'by') ? { by: actor } : {}),
        ...more,
      });
      const make = (what: string, type: InboundType, data: JsonObject): void => {
        messages.push(event(source, messageId(key, rowId, what), type, happened.text, key, data));
      };

      if (known === undefined) {
        const at = filed.time(row) ?? happened;
        const data = filed.data(row, { complaintId: key, ...filed.base });
        messages.push(event(source, messageId(key, 'complaint.filed'), 'complaint.filed', at.text, key, data));
      }
      const current = statuses.map(({ of }) => of(row));
      const changes = statuses.flatMap(({ changes }, at) => {
        const before = state.statuses[at];
        const now = current[at];
        if (now === undefined || now === before) return [];
        return changes.filter((change) => change.from(before) && change.to(now));
      });
      const tell = (reopening: boolean): void => {
        for (const { type, data, what } of changes) {
          if ((type === 'case.reopened') === reopening) make(what, type, data(row, base(type)));
        }
      };
      // A case that is opened again is open before it is handed on.
      tell(true);
      const passed = handover(state.holder, holderOf(row));
      if (passed.kind === 'assigned')
        make('case.assigned', 'case.assigned', assigned(row, base('case.assigned', { ...passed.to })));
      if (passed.kind === 'transferred') {
        const data = base('case.transferred', { from: { ...passed.from }, to: { ...passed.to } });
        make('case.transferred', 'case.transferred', transferred(row, data));
      }
      tell(false);
      const lasts: [number, Omit<LastMessage, 'caseKey'>][] = [];
      const firsts: number[] = [];
      for (const { at, once, type, what, make: build } of emitters) {
        if (once === 'first' && state.sent?.has(at) === true) continue;
        const built = build(row, base(type), happened);
        if (built === undefined) continue;
        const id = built.id ?? (once === undefined ? messageId(key, rowId, what) : messageId(key, what));
        const message = event(source, id, type, built.time.text, key, built.data);
        if (once === 'last') lasts.push([at, { message, ms: built.time.ms, line: row.line }]);
        else messages.push(message);
        if (once === 'first') firsts.push(at);
      }

      // Nothing above may change the state: a row that cannot be made leaves none of itself.
      if (passed.kind !== 'none') state.holder = passed.to;
      current.forEach((now, at) => {
        if (now !== undefined && now !== state.statuses[at]) state.statuses[at] = ownName(now);
      });
      for (const at of firsts) (state.sent ??= new Set()).add(at);
      for (const [at, made] of lasts) {
        const message = ownMessage(made.message);
        (state.last ??= new Map()).set(at, { ...made, message, caseKey: message.subject });
      }
      if (known === undefined) cases.set(ownCopy(key), state);
      return { messages, ms: happened.ms };
    },
    end: () =>
      [...cases.values()]
        .flatMap((state) => (state.held ? [] : [...(state.last?.values() ?? [])]))
        .sort((a, b) => a.ms - b.ms),
    caseOf: caseKey,
    hold: (key) => {
      const state = cases.get(key);
      if (state) state.held = true;
      else cases.set(ownCopy(key), newCase(true));
    },
  };
};

const newCase = (held: boolean): CaseState => ({ held, holder: {}, statuses: [], sent: undefined, last: undefined });

/** A cell is a piece of the text it was cut from: what outlives its row is copied, or all of the file would live on. */
const ownCopy = (text: string): string => Buffer.from(text).toString();

/** Copies of names that come again and again. */
const ownNames = () => {
  const names = new Map<string, string>();
  return (text: string): string => {
    let name = names.get(text);
    if (name === undefined) {
      name = ownCopy(text);
      if (names.size < MOST_NAMES) names.set(name, name);
    }
    return name;
  };
};
const MOST_NAMES = 100_000;

const ownMessage = (message: CloudEventLike): CloudEventLike => JSON.parse(JSON.stringify(message)) as CloudEventLike;

export interface LogOptions {
  readonly policy: string | undefined;
  /** Actors that never hold a case, as the pack says. */
  readonly systems: readonly string[];
}

const rowKeyOf = (binding: Binding, log: Log): ((row: SourceRow) => string) => {
  if (log.row === undefined) return contentKeys();
  const text = binding.text(log.row, ['log', 'row']);
  const column = binding.firstColumn(log.row, ['log', 'row']);
  return (row) => {
    const found = text(row);
    if (found === undefined) throw new RowProblem('the row key is blank', column);
    return found;
  };
};

/** A blank is unknown, and so is a system: it acts, but holds nothing (XFER-1, FIRST-1). */
const bindHolder = (
  binding: Binding,
  log: Log,
  systems: ReadonlySet<string>,
  own: (name: string) => string,
): ((row: SourceRow) => Holder) => {
  const readers = units.flatMap((unit) => {
    const value = log.holder?.[unit];
    return value === undefined ? [] : [{ unit, read: bindValue(binding, value, 'text', ['log', 'holder', unit]) }];
  });
  return (row) => {
    const holder: { department?: string; group?: string; person?: string } = {};
    for (const { unit, read } of readers) {
      const found = read(row);
      if (typeof found === 'string' && !(unit === 'person' && systems.has(found))) holder[unit] = own(found);
    }
    return holder;
  };
};

const bindFiled = (binding: Binding, log: Log, policy: string | undefined) => {
  const base = policy === undefined ? {} : { policy };
  const given = ['complaintId', ...Object.keys(base)];
  const data = bindData(binding, 'complaint.filed', log.filed?.fields, given, ['log', 'filed', 'fields']);
  const time: RowTime =
    log.filed?.time === undefined ? () => undefined : binding.time(log.filed.time, ['log', 'filed', 'time']);
  return { base, data, time };
};

const bindStatuses = (binding: Binding, log: Log) =>
  (log.status ?? []).map((status, s) => {
    const of: RowText = binding.text(status.of, ['log', 'status', s, 'of']);
    const changes = status.changes.flatMap((change, c) => {
      const path = ['log', 'status', s, 'changes', c];
      const type = bindType(binding, change.type, [...path, 'type']);
      if (type === undefined) return [];
      const data = bindData(binding, type, change.fields, ['complaintId'], [...path, 'fields']);
      return [
        {
          type,
          data,
          from: textTest(change.from),
          to: textTest(change.to),
          what: s === 0 ? type : `${type}@${String(s + 1)}`,
        },
      ];
    });
    return { of, changes };
  });

const bindLogEmit = (binding: Binding, all: readonly LogEmit[], emit: LogEmit, at: number) => {
  const path = ['log', 'emit', at];
  const type = bindType(binding, emit.type, [...path, 'type']);
  if (type === undefined) return undefined;
  const when = bindWhen(binding, emit.when, [...path, 'when']);
  const time = emit.time === undefined ? undefined : binding.time(emit.time, [...path, 'time']);
  const column = emit.time === undefined ? undefined : binding.firstColumn(emit.time, [...path, 'time']);
  const data = bindData(binding, type, emit.fields, ['complaintId'], [...path, 'fields']);
  const ownId = emit.id === undefined ? undefined : binding.text(emit.id, [...path, 'id']);
  const make = (row: SourceRow, base: JsonObject, happened: NonNullable<ReturnType<RowTime>>) => {
    if (!when(row)) return undefined;
    const own = time === undefined ? happened : time(row);
    if (own === undefined) throw new RowProblem(`${type} has no time`, column);
    return { id: ownId?.(row), data: data(row, base), time: own };
  };
  const nth = all.slice(0, at + 1).filter((other) => other.type === emit.type).length;
  return { at, once: emit.once, type, what: `${type}#${String(nth)}`, make };
};
