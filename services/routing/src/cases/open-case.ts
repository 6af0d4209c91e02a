import { type Fact, type HolderRef, UNASSIGNED } from '@complaint-ledger/contracts';
import { type Matter, type Policy, isHandledCall } from '@complaint-ledger/policy';
import { type Task, isUnanswered } from '../call-backs/task.ts';
import { assign } from '../transfers/transfer.ts';
import { type Cause, Decision } from './decision.ts';
import { derivedDimensions, unitOf } from './dimensions.ts';

/** A fact that can open a case. */
export type OpeningFact = Extract<Fact, { type: 'ComplaintFiled' | 'CallReceived' }>;

/** Every complaint is a case; a call is one when it needs handling (CALL-3). */
export const opensCase = (fact: Fact, policy: Policy): fact is OpeningFact =>
  fact.type === 'ComplaintFiled' || (fact.type === 'CallReceived' && isHandledCall(fact.data, policy.pack));

const holderOf = (data: OpeningFact['data']): HolderRef => ({
  ...(data.department === undefined ? {} : { department: data.department }),
  ...(data.group === undefined ? {} : { group: data.group }),
  ...(data.person === undefined ? {} : { person: data.person }),
});

/** What the record says besides, as far as it was told. */
const recorded = (caseId: string, fact: OpeningFact, policy: Policy) => {
  const { customerGroup, keyCustomer, topics, missing } = fact.data;
  const { receivingDepartment, callId, lossFen } =
    fact.type === 'ComplaintFiled'
      ? fact.data
      : { receivingDepartment: fact.data.department, callId: caseId, lossFen: undefined };
  return {
    ...(receivingDepartment === undefined ? {} : { receivingDepartment }),
    ...(customerGroup === undefined ? {} : { customerGroup }),
    ...(keyCustomer === undefined ? {} : { keyCustomer }),
    ...(topics === undefined || topics.length === 0 ? {} : { topics: [...topics] }),
    ...(policy.outOfHours(fact.occurredAt) ? { outOfHours: true } : {}),
    ...(callId === undefined ? {} : { call: callId }),
    ...(lossFen === undefined ? {} : { lossFen }),
    ...(missing === undefined || missing.length === 0 ? {} : { missing: [...missing] }),
  };
};

/** Opens the case: owned by its first receiver (FIRST-1), held by whom the source names or a rule proposes (FIRST-2). */
export const openCase = (caseId: string, fact: OpeningFact, policy: Policy, cause: Cause): Decision =>
  open(caseId, fact, policy, cause, fact.type === 'CallReceived' && isUnanswered(fact.data.outcome) ? missedCall : {});

/** Opens a case that is a call-back to make, and no complaint (CALL-6, CALL-7). */
export const openTask = (caseId: string, { call, at, missed }: Task, policy: Policy, cause: Cause): Decision =>
  open(caseId, { ...call, occurredAt: at }, policy, cause, { task: true, ...(missed ? missedCall : {}) });

const missedCall = { callMissed: true };

const open = (
  caseId: string,
  fact: OpeningFact,
  policy: Policy,
  cause: Cause,
  { task = false, callMissed = false }: { readonly task?: boolean; readonly callMissed?: boolean },
): Decision => {
  const { data } = fact;
  const named = holderOf(data);
  const holder = named.person !== undefined && policy.isSystem(named.person) ? { ...named, person: undefined } : named;
  const { person, ...units } = holder;
  const held: HolderRef = person === undefined ? units : { ...units, person };
  const level = data.level ?? policy.pack.defaultLevel;
  const owner = fact.type === 'ComplaintFiled' ? fact.data.receivedBy : fact.data.agent;
  const described = {
    level,
    ...(data.category === undefined ? {} : { category: data.category }),
    ...(data.channel === undefined
      ? fact.type === 'CallReceived'
        ? { channel: 'phone' }
        : {}
      : { channel: data.channel }),
    ...(data.kind === undefined ? {} : { kind: data.kind }),
    ...(data.product === undefined ? {} : { product: data.product }),
    ...(data.branch === undefined ? {} : { branch: data.branch }),
  };
  const record = recorded(caseId, fact, policy);
  const matter: Matter = { ...described, ...record };
  const opened = {
    type: 'CaseOpened',
    schemaVersion: 1,
    occurredAt: fact.occurredAt,
    actor: cause.actor,
    source: cause.source,
    ...(cause.causationId === undefined ? {} : { causationId: cause.causationId }),
    data: {
      dims: {
        source: fact.source,
        policy: policy.id,
        zone: policy.zone,
        department: unitOf(held, policy) ?? UNASSIGNED,
        ...described,
        ...derivedDimensions(matter, policy),
        ...(task ? { task } : {}),
        filedAt: fact.occurredAt,
        round: 1,
      },
      ...(cause.fact === undefined ? {} : { fact: cause.fact }),
      externalId: data.externalId,
      about: fact.type === 'ComplaintFiled' ? 'complaint' : 'call',
      policyVersion: policy.version,
      ...(owner === undefined ? {} : { owner }),
      holder: held,
      ...(fact.type === 'ComplaintFiled' && fact.data.dueTimes !== undefined ? { dueTimes: fact.data.dueTimes } : {}),
      customer: fact.type === 'ComplaintFiled' ? fact.data.complainant : fact.data.caller,
      ...record,
      ...(callMissed ? { callMissed } : {}),
    },
  } as const;
  const decision = Decision.opening(caseId, policy, cause, (id) => ({ ...opened, id }));
  const proposed = unitOf(held, policy) === undefined ? policy.propose(matter, fact.occurredAt) : undefined;
  if (proposed !== undefined)
    assign(decision, { at: fact.occurredAt, to: proposed.holder }, { proposal: true, rule: proposed.rule });
  return decision;
};
