import { maySee } from '@complaint-ledger/access';
import { streamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { epochOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { sealedParts } from '../calls/call-entry.ts';
import { type CaseDocument, overdueDeadlines } from '../cases/case-document.ts';
import { CASES } from '../cases/case-projection.ts';
import { toldIn } from '../forms/recorded-matter.ts';
import { type Personal, openSealed } from '../personal/open-sealed.ts';
import type { PersonalReading } from '../personal/personal-reading.ts';

/** One matter of a key customer. */
export interface KeyCustomerCase {
  readonly id: string;
  readonly externalId: string;
  readonly policy: string;
  readonly filedAt: string;
  readonly level: string;
  readonly category?: string;
  readonly status: CaseDocument['status'];
  readonly department: string;
  readonly owner?: string;
  readonly overdue: number;
  readonly answer?: NonNullable<CaseDocument['answer']>;
  readonly compensationFen: number;
}

/** A customer who is followed in a file of their own (FUP-4). */
export interface KeyCustomer {
  /** Vault id. */
  readonly person: string;
  readonly personal?: Personal;
  readonly group?: string;
  /** Neither resolved nor closed. */
  readonly open: number;
  readonly overdue: number;
  readonly compensationFen: number;
  /** What they said last, of whichever matter (FUP-3). */
  readonly lastAnswer?: NonNullable<CaseDocument['answer']>;
  /** The latest filed first. */
  readonly cases: readonly KeyCustomerCase[];
}

export interface KeyCustomers {
  readonly total: number;
  readonly customers: readonly KeyCustomer[];
}

export interface KeyCustomerQuestion {
  readonly authorities: readonly string[];
  readonly reading: PersonalReading;
  readonly limit: number;
  readonly offset: number;
}

const latestFirst = (a: CaseDocument, b: CaseDocument): number => epochOf(b.filedAt) - epochOf(a.filedAt);

/** The file of key customers, those with the latest matter first: of matters that the reader may see, persons as far as the reader may. */
export const keyCustomers = async (
  { store, log }: { readonly store: ProjectionStore; readonly log: Pick<EventStore, 'readStream'> },
  { authorities, reading, limit, offset }: KeyCustomerQuestion,
): Promise<KeyCustomers> => {
  const flagged = await store.query<CaseDocument>(CASES, { where: [{ field: 'keyCustomer', equals: 1 }] });
  const seen = flagged.map(({ body }) => body).filter((document) => maySee(document, authorities));
  const persons = [...new Set(seen.toSorted(latestFirst).map(({ customer }) => customer))];
  const customers: KeyCustomer[] = [];
  const caseOf = new Map<string, string>();
  for (const person of persons.slice(offset, offset + limit)) {
    const all = await store.query<CaseDocument>(CASES, { where: [{ field: 'customer', equals: person }] });
    const cases = all
      .map(({ body }) => body)
      .filter((document) => maySee(document, authorities))
      .toSorted(latestFirst);
    const [latest] = cases;
    if (latest === undefined) continue;
    const personal = await contactOf(log, latest, reading, caseOf);
    customers.push({ ...customerOf(person, cases), ...(personal && { personal }) });
  }
  await reading.record('key-customers', (eventId) => {
    const id = caseOf.get(eventId);
    return id === undefined ? {} : { case: id };
  });
  return { total: persons.length, customers };
};

const customerOf = (person: string, cases: readonly CaseDocument[]): KeyCustomer => {
  const group = cases.find(({ customerGroup }) => customerGroup !== undefined)?.customerGroup;
  const answers = cases.map(({ answer }) => answer).filter((answer) => answer !== undefined);
  const lastAnswer = answers.toSorted((a, b) => epochOf(b.at) - epochOf(a.at))[0];
  return {
    person,
    ...(group !== undefined && { group }),
    open: cases.filter(({ status }) => status === 'open').length,
    overdue: cases.reduce((sum, document) => sum + overdueDeadlines(document).length, 0),
    compensationFen: cases.reduce((sum, { compensationFen }) => sum + compensationFen, 0),
    ...(lastAnswer !== undefined && { lastAnswer }),
    cases: cases.map(caseOfCustomer),
  };
};

const caseOfCustomer = (document: CaseDocument): KeyCustomerCase => ({
  id: document.id,
  externalId: document.externalId,
  policy: document.policy,
  filedAt: document.filedAt,
  level: document.level,
  ...(document.category !== undefined && { category: document.category }),
  status: document.status,
  department: document.department,
  ...(document.owner !== undefined && { owner: document.owner }),
  overdue: overdueDeadlines(document).length,
  ...(document.answer !== undefined && { answer: document.answer }),
  compensationFen: document.compensationFen,
});

/** Name and contact as the latest matter was filed with; what the matter is about stays sealed. */
const contactOf = async (
  log: Pick<EventStore, 'readStream'>,
  { id, about }: CaseDocument,
  reading: PersonalReading,
  caseOf: Map<string, string>,
): Promise<Personal | undefined> => {
  const [filed] = await log.readStream(streamName(about, id), { limit: 1 });
  if (filed === undefined) return undefined;
  caseOf.set(filed.id, id);
  const opened = await openSealed(sealedParts(filed), reading.view, reading.unseal);
  if (opened === undefined || !('fields' in opened)) return opened;
  const told = toldIn(opened.fields['complainant'] ?? opened.fields['caller']);
  const kept = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { state: opened.state, fields: Object.fromEntries(kept) };
};
