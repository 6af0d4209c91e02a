import type { JsonValue } from '@complaint-ledger/contracts';
import type { HistoryEvent } from '../cases/case-history.ts';
import type { Personal } from '../personal/open-sealed.ts';

export type Told = Readonly<Record<string, JsonValue | undefined>>;

/** What the record of a matter says, as far as the reader may see it (FILE-2). */
export interface RecordedMatter {
  /** How much of what is personal is shown; absent: nothing personal was told. */
  readonly state?: Personal['state'];
  /** Complainant or caller: `name`, `phone`, `room`. */
  readonly person: Told;
  /** `detail`, `demand`, `fault`, and what else was told. */
  readonly told: Told;
  /** The pack's own fields. */
  readonly fields: Told;
}

const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Its fields; none when it is not made of fields. */
export const toldIn = (value: unknown): Told => (isTold(value) ? value : {});

const recording = new Set(['ComplaintFiled', 'ComplaintAmended', 'CallReceived', 'CallEnded']);

/** The record from the facts that made and amended it; what was told last stands. */
export const recordedMatter = (history: readonly HistoryEvent[]): RecordedMatter => {
  let state: Personal['state'] | undefined;
  let [person, told, fields]: [Told, Told, Told] = [{}, {}, {}];
  for (const event of history) {
    if (!recording.has(event.type)) continue;
    state ??= event.personal?.state;
    const personal: Told = event.personal !== undefined && 'fields' in event.personal ? event.personal.fields : {};
    person = { ...person, ...toldIn(personal['complainant']), ...toldIn(personal['caller']) };
    fields = { ...fields, ...toldIn(event.data['fields']), ...toldIn(personal['fields']) };
    told = { ...told, ...event.data, ...personal };
  }
  return { ...(state !== undefined && { state }), person, told, fields };
};

/** A value as text; lists one a line. */
export const textOf = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter((text) => text !== '')
      .join('\n');
  return typeof value === 'object'
    ? Object.values(value)
        .map(textOf)
        .filter((text) => text !== '')
        .join('\n')
    : String(value);
};
