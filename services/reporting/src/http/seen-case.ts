import { authoritiesOf } from '@complaint-ledger/access';
import type { Caller } from '@complaint-ledger/http';
import type { CaseDocument } from '../cases/case-document.ts';
import type { HistoryEvent } from '../cases/case-history.ts';
import { type CaseName, findCase } from '../cases/find-case.ts';
import { hiddenMatters } from '../cases/hidden-matters.ts';
import { leadsToHidden, withoutHidden } from '../cases/without-hidden.ts';
import type { Reporting } from '../reporting.ts';

export interface SeenCase {
  readonly document: CaseDocument;
  /** What of its history the caller may know of. */
  readonly told: (history: readonly HistoryEvent[]) => readonly HistoryEvent[];
}

/** The case as it is for the caller, without a trace of matters that are not there for them (FILE-1). Errors as `findCase`. */
export const seenCase = async (reporting: Reporting, name: CaseName, caller: Caller): Promise<SeenCase> => {
  const { store } = reporting;
  const authorities = authoritiesOf(caller);
  const document = await reporting.findOnceKnown(() => findCase(store, name, authorities));
  const hidden = await hiddenMatters(store, authorities);
  return {
    document: withoutHidden(document, hidden),
    told: (history) => history.filter((event) => !leadsToHidden(event, hidden)),
  };
};
