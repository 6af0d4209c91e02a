import type { FigureValue } from './evaluate.ts';
import type { TargetsReached } from './targets.ts';

export const reportKinds = { weekly: 'week', monthly: 'month', quarterly: 'quarter', annual: 'year' } as const;
export type ReportKind = keyof typeof reportKinds;

/** Figures as the registry's ids nest them: `filed.byLevel.major` is `filed: { byLevel: { major: 3 } }`. */
export interface FigureTree {
  readonly [name: string]: FigureValue | FigureTree;
}

export interface Change {
  readonly before: number | null;
  /** Null when either figure is not there. */
  readonly change: number | null;
  /** Change in percent of the figure before; null when that was 0. */
  readonly percent: number | null;
}

/** Headline figures beside those of another period, by measure id. */
export type Changes = Readonly<Record<string, Change>>;

export interface ReportScope {
  readonly figures: FigureTree;
  /** By figure, for those that the policy sets a target for. */
  readonly targets?: TargetsReached;
  readonly periodBefore: Changes;
  /** Absent when that year had no such period (week 53). */
  readonly yearBefore?: Changes;
}

export interface AsOf {
  /** Last log position that the report knows. */
  readonly position: number;
  /** RFC 3339; when the report was asked for as known on a time. */
  readonly time?: string;
}

/** What the policy wants of a report (REP-1). */
export interface ReportContents {
  /** Figures that a reader is shown, in this order; `filed.*` for all that begin so. Absent: the usual ones. */
  readonly measures?: readonly string[];
  /** Offices, departments and roles that it is for. */
  readonly addressees?: readonly string[];
}

export interface Report extends ReportContents {
  readonly kind: ReportKind;
  readonly period: string;
  readonly zone: string;
  /** RFC 3339 in the zone, inclusive. */
  readonly from: string;
  /** RFC 3339 in the zone, exclusive. */
  readonly to: string;
  readonly asOf: AsOf;
  readonly periodBefore: string;
  readonly yearBefore?: string;
  readonly company: ReportScope;
  /** In the order of their names; only those with something to say, or the one asked for. */
  readonly departments: Readonly<Record<string, ReportScope>>;
}
