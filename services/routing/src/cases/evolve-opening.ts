import type { Matter } from '@complaint-ledger/policy';
import type { CaseEventOf } from './any-case-event.ts';
import { type CaseState, moment } from './case-state.ts';
import { dimensionsOf } from './evolve-dimensions.ts';

const matterOfOpened = ({ data }: CaseEventOf<'CaseOpened'>): Matter => ({
  ...dimensionsOf(data.dims),
  topics: data.topics,
  customerGroup: data.customerGroup,
  receivingDepartment: data.receivingDepartment,
  outOfHours: data.outOfHours,
  keyCustomer: data.keyCustomer,
});

/** The case as it is opened. */
export const openedCase = (event: CaseEventOf<'CaseOpened'>, id: string): CaseState => {
  const filed = moment(event.data.dims.filedAt);
  const held = Object.keys(event.data.holder).length > 0;
  return {
    id,
    externalId: event.data.externalId,
    source: event.data.dims.source,
    policy: event.data.dims.policy,
    policyVersion: event.data.policyVersion,
    zone: event.data.dims.zone,
    ...(event.data.owner === undefined ? {} : { owner: event.data.owner }),
    customer: event.data.customer,
    ...(event.data.receivingDepartment === undefined ? {} : { receivingDepartment: event.data.receivingDepartment }),
    ...(event.data.customerGroup === undefined ? {} : { customerGroup: event.data.customerGroup }),
    ...(event.data.lossFen === undefined ? {} : { lossFen: event.data.lossFen }),
    keyCustomer: event.data.keyCustomer ?? false,
    topics: event.data.topics ?? [],
    outOfHours: event.data.outOfHours ?? false,
    task: event.data.dims.task ?? false,
    filed,
    dueTimes: event.data.dueTimes ?? {},
    ...dimensionsOf(event.data.dims),
    levelSince: filed.ms,
    matter: matterOfOpened(event),
    matterChanges: [],
    corrected: {},
    status: 'open',
    holder: event.data.holder,
    proposed: !held,
    holdings: held ? [{ since: filed.ms, holder: event.data.holder, proposal: false }] : [],
    transfers: 0,
    passes: [],
    handlers: event.data.holder.person === undefined ? [] : [event.data.holder.person],
    rounds: [{ number: 1, started: filed, startedBy: 'filed' }],
    acts: {
      level: [filed],
      ...(held ? { assigned: [filed] } : {}),
      ...(event.data.callMissed === true ? { 'missed-call': [filed] } : {}),
    },
    unreached: [],
    steps: [],
    pauses: [],
    promises: {},
    promisers: {},
    compensatedFen: 0,
    damages: [],
    violations: [],
    deadlines: [],
    withdrawn: false,
    resolutions: [],
    requests: {},
    grants: {},
    fact: event.data.fact ?? -1,
    revision: 1,
  };
};
