import type { Reporting, ReportKind } from '@complaint-ledger/reporting';
import type { Fleet } from './fleet.ts';
import type { FleetMember } from './fleet-member.ts';

type Period = readonly [kind: ReportKind, period: string];

/** Every period of these years, and the years. */
export const periodsOf = (...years: readonly number[]): readonly Period[] =>
  years.flatMap((year): readonly Period[] => [
    ...Array.from({ length: 52 }, (_, week): Period => ['weekly', `${year}-W${String(week + 1).padStart(2, '0')}`]),
    ...Array.from({ length: 12 }, (_, month): Period => ['monthly', `${year}-${String(month + 1).padStart(2, '0')}`]),
    ...['Q1', 'Q2', 'Q3', 'Q4'].map((quarter): Period => ['quarterly', `${year}-${quarter}`]),
    ['annual', String(year)],
  ]);

/** Without the position, which is the log's own. */
const text = ({ asOf: _, ...report }: { readonly asOf: unknown }): string => JSON.stringify(report);

/** Every report and its agents, as JSON, by its path. */
export type ToldReports = Readonly<Record<string, string>>;

export const reportsOf = async (reporting: Reporting, periods: readonly Period[]): Promise<ToldReports> => {
  const told: Record<string, string> = { digest: await reporting.digest() };
  for (const [kind, period] of periods) {
    told[`/v1/reports/${kind}/${period}`] = text(await reporting.report({ kind, period }));
    told[`/v1/reports/${kind}/${period}/agents`] = text(await reporting.agents({ kind, period }));
  }
  return told;
};

/** The same as one process of reporting tells them over HTTP; the digest is not told there. */
export const reportsFrom = async (
  fleet: Fleet,
  member: FleetMember,
  periods: readonly Period[],
): Promise<ToldReports> => {
  const told: Record<string, string> = {};
  for (const [kind, period] of periods)
    for (const path of [`/v1/reports/${kind}/${period}`, `/v1/reports/${kind}/${period}/agents`])
      told[path] = text(await fleet.ask(member, path));
  return told;
};
