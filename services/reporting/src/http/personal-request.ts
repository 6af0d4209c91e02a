import { LedgerError } from '@complaint-ledger/contracts';
import type { Caller } from '@complaint-ledger/http';
import type { FastifyReply } from 'fastify';
import type { PersonalReading } from '../personal/personal-reading.ts';
import type { Reporting } from '../reporting.ts';

export interface Purposes {
  /** Query parameter. */
  readonly query: string | undefined;
  /** Header `Purpose`. */
  readonly header: string | undefined;
}

/** What browsers say under that name when they fetch ahead. */
const NO_PURPOSE = new Set(['prefetch', 'preview', 'prerender']);

const decoded = (header: string): string => {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
};

/** Seven digits or more, as telephone and account numbers have, whatever stands between them; a date is none. */
const NUMBER = /(?:\p{Nd}[\s().·－–-]*){7}/u;
const DATE = /(?<!\p{Nd})\d{4}-\d{2}-\d{2}(?!\p{Nd})/gu;

const fits = (purpose: string): boolean =>
  purpose.length >= 2 &&
  purpose.length <= 200 &&
  !/[\p{Cc}@＠]/u.test(purpose) &&
  !NUMBER.test(purpose.replaceAll(DATE, ''));

/** The purpose as the query has it, else the header. LedgerError `invalid-input` with path `purpose`. */
export const purposeOf = ({ query, header }: Purposes): string | undefined => {
  const told = (query ?? (header === undefined ? '' : decoded(header))).trim();
  if (told === '' || (query === undefined && NO_PURPOSE.has(told))) return undefined;
  if (fits(told)) return told;
  throw new LedgerError('invalid-input', 'purpose is not one sentence without numbers and addresses of customers.', {
    path: 'purpose',
    rule: 'CONF-1',
    hint: 'Say in 2 to 200 characters what the data is needed for, such as: call the customer back.',
  });
};

/** Begins a reading of personal data by a caller. */
export const readingBy = (reporting: Reporting, caller: Caller, purposes: Purposes): PersonalReading =>
  reporting.reading({
    by: caller.actorId ?? caller.label,
    key: caller.keyId,
    role: caller.role,
    purpose: purposeOf(purposes),
  });

const HINT =
  'Customers are masked: say what you need them for, with ?purpose= or the header Purpose; the reading goes on record (CONF-1).';

/** The hint for a reader who named no purpose, for the answer's body; put into its headers, too. Nobody keeps a copy of the answer. */
export const hintFor = ({ wantsPurpose }: PersonalReading, reply: FastifyReply): { readonly hint?: string } => {
  void reply.header('cache-control', 'no-store');
  if (!wantsPurpose) return {};
  void reply.header('ledger-hint', HINT);
  return { hint: HINT };
};
