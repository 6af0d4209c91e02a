import { said } from '@complaint-ledger/contracts';
import { type Check, type Finding, type Verdict, failed, failureOf } from './finding.ts';

const late = (within: number): Verdict =>
  failed(
    said(`no answer in ${within / 1_000} s`, `${within / 1_000} 秒内没有应答`),
    said(
      'What it asks hangs: check that server and the network to it, or give it more time with --timeout.',
      '对方无应答：请检查该服务器及网络，或用 --timeout 延长等待。',
    ),
  );

const verdictsOf = async (check: Check, within: number): Promise<readonly Verdict[]> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => resolve(late(within)), within);
  });
  try {
    return [await Promise.race([check.look(), patience])].flat();
  } catch (error) {
    return [failureOf(error)];
  } finally {
    clearTimeout(timer);
  }
};

/** Every check side by side, none for longer than `within` ms; findings in the order of the checks. */
export const examine = async (checks: readonly Check[], within: number): Promise<readonly Finding[]> => {
  const findings = await Promise.all(
    checks.map(async (check) => {
      const started = performance.now();
      const verdicts = await verdictsOf(check, within);
      const ms = Math.round(performance.now() - started);
      return verdicts.map((verdict): Finding => ({ check: check.name, ms, ...verdict }));
    }),
  );
  return findings.flat();
};
