import { csv } from '../reports/csv.ts';
import { type Language, type Vocabulary, noVocabulary } from '../reports/titles.ts';
import { type CallRow, callRow } from './call-row.ts';
import { callWords } from './call-words.ts';
import type { ShownCallLog } from './shown-calls.ts';

export interface CallLogOptions {
  readonly language?: Language;
  readonly vocabulary?: Vocabulary;
  /** Begin with a byte order mark, for Excel. */
  readonly bom?: boolean;
}

const COLUMNS = [
  'time',
  'line',
  'outcome',
  'rings',
  'duration',
  'kind',
  'name',
  'gender',
  'phone',
  'branch',
  'brief',
  'handling',
  'agent',
  'remarks',
] as const satisfies readonly (keyof CallRow)[];

/** The work log of a day, one row a call (CALL-2). */
export const callLogCsv = (log: ShownCallLog, options: CallLogOptions = {}): string => {
  const { language = 'zh-CN', vocabulary = noVocabulary, bom = false } = options;
  const titles = (['archiveMonth', 'archiveQuarter', ...COLUMNS] as const).map((name) => callWords[name][language]);
  const rows = log.calls.map((call) => {
    const row = callRow(call, { zone: log.zone, language, vocabulary });
    const texts = COLUMNS.map((name) => {
      const value = row[name];
      return typeof value === 'string' ? value : value.text;
    });
    return [call.archiveMonth, call.archiveQuarter, ...texts];
  });
  return csv([titles, ...rows], { bom });
};
