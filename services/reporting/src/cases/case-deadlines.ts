import type { CaseEventData } from '@complaint-ledger/contracts';
import type { CaseDeadline, CaseDocument } from './case-document.ts';

/** The deadline that the event is about, changed. */
export const withDeadline = <Data extends { readonly deadline: string }>(
  { deadlines }: CaseDocument,
  data: Data,
  change: (data: Data) => Partial<CaseDeadline>,
): Pick<CaseDocument, 'deadlines'> => ({
  deadlines: deadlines.map((known) => (known.deadline === data.deadline ? { ...known, ...change(data) } : known)),
});

/** Declared missed, found kept: it runs again, or was met. */
export const withoutMiss = (
  { deadlines }: CaseDocument,
  { deadline, metAt }: CaseEventData['DeadlineMissReversed'],
): Pick<CaseDocument, 'deadlines'> => ({
  deadlines: deadlines.map((known) => {
    if (known.deadline !== deadline) return known;
    const { metAt: _, ...running } = known;
    return metAt === undefined ? { ...running, status: 'pending' } : { ...running, status: 'met', metAt };
  }),
});
