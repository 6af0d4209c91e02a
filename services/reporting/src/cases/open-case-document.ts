import { type CaseDimensions, type CaseEvent, parseStreamName } from '@complaint-ledger/contracts';
import type { CaseDocument } from './case-document.ts';

/** The case as it was opened. */
export const openCaseDocument = ({
  stream,
  data,
}: Extract<CaseEvent, { type: 'CaseOpened' }>): Omit<CaseDocument, 'lastEvent'> => {
  const { dims, externalId, about, policyVersion, holder, owner, customer, topics, missing } = data;
  return {
    id: parseStreamName(stream).id,
    externalId,
    source: dims.source,
    about,
    policy: dims.policy,
    policyVersion,
    zone: dims.zone,
    status: 'open',
    holder,
    proposed: false,
    ...(owner !== undefined && { owner }),
    ...(data.receivingDepartment !== undefined && { receivingDepartment: data.receivingDepartment }),
    customer,
    ...(data.customerGroup !== undefined && { customerGroup: data.customerGroup }),
    ...(data.keyCustomer === true && { keyCustomer: true }),
    ...(topics !== undefined && topics.length > 0 && { topics }),
    ...(data.outOfHours === true && { outOfHours: true }),
    ...(missing !== undefined && missing.length > 0 && { missing }),
    ...(data.lossFen !== undefined && { lossFen: data.lossFen }),
    ...(data.call !== undefined && { call: data.call }),
    ...classesOf(dims),
    filedAt: dims.filedAt,
    transfers: 0,
    violations: 0,
    brokenRules: {},
    refusals: {},
    escalations: [],
    steps: [],
    pauses: [],
    promises: [],
    extensions: [],
    contacts: { reached: 0, unreached: 0 },
    compensationFen: 0,
    compensations: [],
    deadlines: [],
    penalties: [],
    damages: [],
  };
};

type Classes = Pick<
  CaseDocument,
  | 'department'
  | 'level'
  | 'round'
  | 'category'
  | 'class'
  | 'channel'
  | 'kind'
  | 'product'
  | 'branch'
  | 'seenBy'
  | 'task'
>;

/** What the dimensions of an event say of the case. */
const classesOf = (dims: CaseDimensions): Classes => {
  const { department, level, round, category, channel, kind, product, branch, seenBy } = dims;
  return {
    department,
    level,
    round,
    ...(category !== undefined && { category }),
    ...(dims.class !== undefined && { class: dims.class }),
    ...(channel !== undefined && { channel }),
    ...(kind !== undefined && { kind }),
    ...(product !== undefined && { product }),
    ...(branch !== undefined && { branch }),
    ...(seenBy !== undefined && { seenBy }),
    ...(dims.task === true && { task: true }),
  };
};

/** The case under other dimensions; what they do not name, it has no more. */
export const classedAs = (document: CaseDocument, dims: CaseDimensions): CaseDocument => {
  const {
    category: _category,
    class: _class,
    channel: _channel,
    kind: _kind,
    product: _product,
    branch: _branch,
    seenBy: _seenBy,
    task: _task,
    ...rest
  } = document;
  return { ...rest, ...classesOf(dims) };
};
