import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseDocument } from './case-document.ts';
import { CASES, caseProjection } from './case-projection.ts';

/** A policy pack that cases which are not closed are judged by. */
export interface PolicyInUse {
  readonly policy: string;
  readonly cases: number;
  /** Of the newest of those cases. */
  readonly version: number;
}

const LIVE = ['open', 'resolved'] as const;

/** Packs of cases that are not closed, in the order of their ids, as far as the projection `cases@2` knows. */
export const policiesInUse = async (
  store: Pick<ProjectionStore, 'count' | 'ensure' | 'query'>,
): Promise<readonly PolicyInUse[]> => {
  await store.ensure(CASES, caseProjection().fields);
  const found = new Map<string, PolicyInUse>();
  for (const status of LIVE) {
    // From one id to the next: there are few packs and many cases.
    for (let from = ''; ;) {
      const [next] = await store.query<CaseDocument>(CASES, {
        where: [
          { field: 'status', equals: status },
          { field: 'policy', from },
        ],
        orderBy: 'policy',
        limit: 1,
      });
      if (next === undefined) break;
      const { policy } = next.body;
      const where = [
        { field: 'status', equals: status },
        { field: 'policy', equals: policy },
      ];
      const [newest] = await store.query<CaseDocument>(CASES, {
        where,
        orderBy: 'filedAt',
        descending: true,
        limit: 1,
      });
      const known = found.get(policy);
      found.set(policy, {
        policy,
        cases: (known?.cases ?? 0) + (await store.count(CASES, where)),
        version: Math.max(known?.version ?? 0, newest?.body.policyVersion ?? 0),
      });
      from = `${policy} `;
    }
  }
  return [...found.values()].toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
};
