import { csv } from '../reports/csv.ts';
import { yuan } from '../reports/evaluate.ts';
import { textOf, toldIn } from '../forms/recorded-matter.ts';
import type { KeyCustomer, KeyCustomers } from './key-customers.ts';

const COLUMNS = [
  'person',
  'name',
  'phone',
  'group',
  'open',
  'overdue',
  'compensationCNY',
  'case',
  'filedAt',
  'level',
  'category',
  'status',
  'department',
  'owner',
  'satisfied',
  'rating',
  'answeredAt',
  'caseCompensationCNY',
] as const;

const rowsOf = (customer: KeyCustomer): readonly (readonly (string | number | undefined)[])[] => {
  const told = toldIn(customer.personal !== undefined && 'fields' in customer.personal ? customer.personal.fields : {});
  const own = [
    customer.person,
    textOf(told['name']),
    textOf(told['phone']),
    customer.group,
    customer.open,
    customer.overdue,
    yuan(customer.compensationFen),
  ];
  return customer.cases.map((each) => [
    ...own,
    each.externalId,
    each.filedAt,
    each.level,
    each.category,
    each.status,
    each.department,
    each.owner,
    each.answer?.satisfied === undefined ? undefined : String(each.answer.satisfied),
    each.answer?.rating,
    each.answer?.at,
    yuan(each.compensationFen),
  ]);
};

/** The file of key customers, one row for each of their matters (RFC 4180). */
export const keyCustomerCsv = ({ customers }: KeyCustomers, options: { readonly bom?: boolean } = {}): string =>
  csv([COLUMNS, ...customers.flatMap(rowsOf)], options);
