import { said } from '@complaint-ledger/contracts';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { policiesInUse } from '@complaint-ledger/reporting';
import { type Verdict, failed, ok } from './finding.ts';
import { counted } from '../cli/counted.ts';

/** A pack that cases need which are not closed. */
export interface MissingPack {
  readonly policy: string;
  /** That was in force when the newest of them was opened. */
  readonly version: number;
  readonly cases: number;
  /** The version that this process has; absent: none at all. */
  readonly here?: number;
}

/** Packs that this process lacks, or has in an older version than another process decided by. LedgerErrors of the store. */
export const missingPacks = async (
  store: Pick<ProjectionStore, 'count' | 'ensure' | 'query'>,
  policies: Pick<PolicyBook, 'ids' | 'policy'>,
): Promise<readonly MissingPack[]> => {
  const known = new Set(policies.ids());
  return (await policiesInUse(store)).flatMap(({ policy, version, cases }) => {
    if (!known.has(policy)) return [{ policy, version, cases }];
    const here = policies.policy(policy).version;
    return here < version ? [{ policy, version, cases, here }] : [];
  });
};

const toldOf = ({ policy, version, cases, here }: MissingPack) =>
  here === undefined
    ? said(
        `${counted(cases, 'case that is not closed needs', 'cases that are not closed need')} the policy pack ${policy}, which is not here`,
        `${cases} 个未结案事项需要制度包 ${policy}，此处没有`,
      )
    : said(
        `cases were opened by version ${version} of the policy pack ${policy}; here is version ${here}`,
        `有事项按制度包 ${policy} 第 ${version} 版立案，此处为第 ${here} 版`,
      );

/** For the doctor and for readiness. */
export const packsVerdict = (missing: readonly MissingPack[]): Verdict | readonly Verdict[] =>
  missing.length === 0
    ? ok(said('every case that is not closed finds its pack', '未结案事项所需的制度包齐全'))
    : missing.map((each) =>
        failed(
          toldOf(each),
          said(
            `Give every process the newest file of ${each.policy} with --pack or LEDGER_PACKS: until then nothing of these cases is decided rightly.`,
            `请用 --pack 或 LEDGER_PACKS 给每个进程最新的 ${each.policy} 文件：在此之前这些事项无法正确判定。`,
          ),
          { ...each },
        ),
      );
