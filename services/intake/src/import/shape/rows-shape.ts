import { said } from '@complaint-ledger/contracts';
import type { CloudEventLike } from '../message.ts';
import type { Binding } from '../mapping/binding.ts';
import { bindWhen } from '../mapping/condition.ts';
import { bindData, bindType } from '../mapping/message-data.ts';
import type { Emit, Rows } from '../mapping/mapping-schema.ts';
import type { SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import { event } from './event.ts';
import { contentKeys, messageId } from './message-id.ts';
import type { Shape } from './shape.ts';

/** One row is one matter: each row gives the messages of `emit` whose conditions fit. All of them or none. */
export const rowsShape = (binding: Binding, rows: Rows, policy: string | undefined): Shape => {
  const key = keyOf(binding, rows);
  const emitters = rows.emit.flatMap((emit, at) => bindEmit(binding, emit, at, rows.emit, policy) ?? []);
  return {
    row: (row) => {
      const subject = key(row);
      const messages: CloudEventLike[] = [];
      let ms = Number.POSITIVE_INFINITY;
      for (const emitter of emitters) {
        const made = emitter(row, subject);
        if (made === undefined) continue;
        messages.push(made.message);
        ms = Math.min(ms, made.ms);
      }
      return { messages, ms };
    },
    end: () => [],
    caseOf: () => undefined,
    hold: () => undefined,
  };
};

const keyOf = (binding: Binding, rows: Rows): ((row: SourceRow) => string) => {
  if (rows.key === undefined) return contentKeys();
  const path = ['rows', 'key'];
  const text = binding.text(rows.key, path);
  const column = binding.firstColumn(rows.key, path);
  return (row) => {
    const found = text(row);
    if (found === undefined) throw new RowProblem('the key is blank', column);
    return found;
  };
};

const bindEmit = (binding: Binding, emit: Emit, at: number, all: readonly Emit[], policy: string | undefined) => {
  const path = ['rows', 'emit', at];
  const type = bindType(binding, emit.type, [...path, 'type']);
  if (type === undefined) return undefined;
  if (emit.time === undefined) {
    binding.problem(
      path,
      said(`${type} needs a time.`, `${type} 需要时间。`),
      said('Add time: "{column}".', '请加上 time: "{列名}"。'),
    );
    return undefined;
  }
  const call = type.startsWith('call.');
  const idField = call ? 'callId' : 'complaintId';
  const when = bindWhen(binding, emit.when, [...path, 'when']);
  const time = binding.time(emit.time, [...path, 'time']);
  const timeColumn = binding.firstColumn(emit.time, [...path, 'time']);
  const starts = type === 'complaint.filed' || type === 'call.received';
  const given = [idField, ...(starts && policy !== undefined ? ['policy'] : [])];
  const data = bindData(binding, type, emit.fields, given, [...path, 'fields']);
  const ownId = emit.id === undefined ? undefined : binding.text(emit.id, [...path, 'id']);
  const same = all.slice(0, at).filter((other) => other.type === emit.type).length;
  const what = same === 0 ? type : `${type}#${String(same + 1)}`;
  return (row: SourceRow, subject: string) => {
    if (!when(row)) return undefined;
    const happened = time(row);
    if (happened === undefined) throw new RowProblem(`${type} has no time`, timeColumn);
    const base = { [idField]: subject, ...(starts && policy !== undefined ? { policy } : {}) };
    const id = ownId === undefined ? messageId(subject, what) : ownId(row);
    if (id === undefined) throw new RowProblem(`${type}: its id is blank`);
    return {
      message: event(binding.mapping.source, id, type, happened.text, subject, data(row, base)),
      ms: happened.ms,
    };
  };
};
