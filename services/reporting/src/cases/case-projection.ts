import { type CaseEvent, type JsonValue, caseEventTypes, parseStreamName } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { DocumentFields } from '@complaint-ledger/projection-store';
import type { Projection } from '../projections/projection.ts';
import { isCaseEvent } from '../projections/case-event.ts';
import { type CaseDocument, overdueDeadlines } from './case-document.ts';
import { evolveCase } from './evolve-case.ts';

export const CASES = 'cases@2';

/** Indexed fields; times are milliseconds since the epoch. */
const fieldsOf = (document: CaseDocument): DocumentFields => {
  const counted = [...document.penalties.map(({ dueAt }) => dueAt), ...document.damages.map(({ at }) => at)].map(
    epochOf,
  );
  return {
    externalId: document.externalId,
    source: document.source,
    policy: document.policy,
    status: document.status,
    department: document.department,
    level: document.level,
    category: document.category ?? null,
    owner: document.owner ?? null,
    filedAt: epochOf(document.filedAt),
    resolvedAt: document.resolvedAt === undefined ? null : epochOf(document.resolvedAt),
    closedAt: document.closedAt === undefined ? null : epochOf(document.closedAt),
    overdue: overdueDeadlines(document).length,
    customer: document.customer,
    keyCustomer: document.keyCustomer === true ? 1 : 0,
    repeat: document.repeat ?? 0,
    task: document.task === true ? 1 : 0,
    confidential: document.seenBy === undefined ? 0 : 1,
    firstFineAt: counted.length === 0 ? null : Math.min(...counted),
    lastFineAt: counted.length === 0 ? null : Math.max(...counted),
  };
};

const FIELDS = [
  'externalId',
  'source',
  'policy',
  'status',
  'department',
  'level',
  'category',
  'owner',
  'filedAt',
  'resolvedAt',
  'closedAt',
  'overdue',
  'customer',
  'keyCustomer',
  'repeat',
  'task',
  'confidential',
  'firstFineAt',
  'lastFineAt',
] as const;

const NONE: DocumentFields = Object.fromEntries(FIELDS.map((field) => [field, null]));

/** `cases@2`: every case as it stands, under its ledger id. */
export const caseProjection = (): Projection<CaseDocument | null, CaseEvent> => ({
  name: CASES,
  fields: FIELDS,
  types: caseEventTypes,
  updatesOf(event, emit) {
    if (isCaseEvent(event)) emit(parseStreamName(event.stream).id, event);
  },
  initial: () => null,
  apply: (document, event) => evolveCase(document ?? undefined, event) ?? null,
  fieldsOf: (_, document) => (document === null ? NONE : fieldsOf(document)),
  toBody: (document) => document as unknown as JsonValue,
  fromBody: (body) => body as unknown as CaseDocument | null,
});
