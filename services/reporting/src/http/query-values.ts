import { LedgerError } from '@complaint-ledger/contracts';
import { type PeriodKind, epochOf, parsePeriod } from '@complaint-ledger/policy';
import { type ReportKind, reportKinds } from '../reports/report.ts';
import type { KnownOn } from '../reporting.ts';

/** LedgerError `invalid-input` with path `kind`. */
export const reportKindOf = (text: string): ReportKind => {
  if (Object.hasOwn(reportKinds, text)) return text as ReportKind;
  throw new LedgerError('invalid-input', `There is no ${text.slice(0, 40)} report.`, {
    path: 'kind',
    hint: `There are ${Object.keys(reportKinds).join(', ')}.`,
  });
};

const forms: readonly (readonly [RegExp, PeriodKind])[] = [
  [/^\d{4}$/, 'year'],
  [/^\d{4}-?q\d$/i, 'quarter'],
  [/^\d{4}-?w\d{1,2}$/i, 'week'],
  [/^\d{4}-\d{1,2}$/, 'month'],
  [/^\d{4}-\d{1,2}-\d{1,2}$/, 'day'],
];

/** A period and its kind, from how it is written. LedgerError `invalid-input` with path `period`. */
export const periodOf = (text: string): { readonly kind: PeriodKind; readonly period: string } => {
  const kind = forms.find(([form]) => form.test(text))?.[1];
  if (kind !== undefined) return { kind, period: parsePeriod(kind, text) };
  throw new LedgerError('invalid-input', `'${text.slice(0, 40)}' is no period.`, {
    path: 'period',
    hint: 'Write 2026-W47, 2026-11, 2026-Q4 or 2026.',
  });
};

/** "As known on" a position or a time; the time is checked when the log is searched. */
export const knownOn = (text: string | undefined): KnownOn | undefined => {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? { position: Number(text) } : { time: text };
};

/** Milliseconds since the epoch. LedgerError `invalid-input` with the parameter's name as path. */
export const timeOf = (text: string | undefined, path: string): number | undefined => {
  if (text === undefined) return undefined;
  try {
    return epochOf(text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError('invalid-input', error.message, { ...error.details, path });
  }
};

const MOST = 1000;

/** A page of at most 1,000. LedgerError `invalid-input` with path `limit`. */
export const pageOf = (
  { limit, offset }: { readonly limit?: string; readonly offset?: string },
  standard: number,
): { readonly limit: number; readonly offset: number } => {
  const page = { limit: limit === undefined ? standard : Number(limit), offset: Number(offset ?? 0) };
  if (page.limit <= MOST) return page;
  throw new LedgerError('invalid-input', `limit ${page.limit} is too much.`, {
    path: 'limit',
    hint: `Ask for at most ${MOST} at a time.`,
  });
};
