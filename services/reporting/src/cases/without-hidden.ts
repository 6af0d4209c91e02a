import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { CaseDocument } from './case-document.ts';

/** The case for a reader to whom the earlier case that it repeats is not there (FILE-1, FILE-3). */
export const withoutHidden = (document: CaseDocument, hidden: ReadonlySet<string>): CaseDocument => {
  if (document.repeatOf === undefined || !hidden.has(document.repeatOf)) return document;
  const { repeatOf: _, repeat: __, ...rest } = document;
  if (document.lastEvent.type !== 'RepeatLinked') return rest;
  // It is linked when it is opened.
  return { ...rest, lastEvent: { ...document.lastEvent, type: 'CaseOpened', at: document.filedAt } };
};

/** Whether an event of a case leads to a matter that is not there for the reader. */
export const leadsToHidden = (
  { type, data }: Pick<RecordedEvent, 'type' | 'data'>,
  hidden: ReadonlySet<string>,
): boolean => type === 'RepeatLinked' && typeof data['of'] === 'string' && hidden.has(data['of']);
