import type { CallSummary, IdentityCheck, JsonObject, JsonValue } from '@complaint-ledger/contracts';
import { type Policy, type PolicyPack, parseLength } from '@complaint-ledger/policy';

const outcomes: ReadonlySet<unknown> = new Set(['answered', 'missed', 'abandoned', 'nuisance', 'misuse']);

const text = (data: JsonObject, name: string): string | undefined => {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
};

/** A word of the source's own says nothing of the outcome. */
const outcomeOf = (data: JsonObject, before: string | undefined): string | undefined => {
  if (outcomes.has(data['outcome'])) return data['outcome'] as string;
  if (data['kind'] === 'nuisance') return 'nuisance';
  if (before !== undefined) return before;
  // A source that logs calls which nobody took says so.
  return data['answeredAt'] === undefined && data['agent'] === undefined ? undefined : 'answered';
};

const span = (from: string | undefined, to: string | undefined): number | undefined => {
  const ms = from === undefined || to === undefined ? Number.NaN : Date.parse(to) - Date.parse(from);
  return ms >= 0 ? ms : undefined;
};

/** What is told of the course of a call, now or before. */
interface Course {
  readonly outcome: string | undefined;
  readonly handlingMs: number | undefined;
  readonly callBackBy: string | undefined;
  readonly holdConsent: boolean;
  /** Another department is needed to answer. */
  readonly needsOthers: boolean;
  readonly identity: IdentityCheck | undefined;
  readonly accountDataTold: boolean;
}

const longest = ({ calls }: PolicyPack): number => {
  const length = calls?.long === undefined ? undefined : parseLength(calls.long);
  return length?.clock === 'elapsed' ? length.ms : Number.POSITIVE_INFINITY;
};

const passed = ({ methods, passed: isPassed }: IdentityCheck, { calls }: PolicyPack): boolean =>
  isPassed && new Set(methods).size >= (calls?.identity?.atLeast ?? 1);

/** Rules that the call broke; each only when the pack sets it. */
const brokenRules = (course: Course, pack: PolicyPack): readonly string[] => {
  const { outcome, handlingMs = 0, callBackBy, holdConsent, needsOthers, identity, accountDataTold } = course;
  const answered = outcome === undefined || outcome === 'answered';
  const takesLong = handlingMs > longest(pack) || (needsOthers && pack.calls?.long !== undefined);
  return [
    ...(answered && takesLong && !holdConsent && callBackBy === undefined ? ['CALL-5'] : []),
    ...(outcome === 'misuse' ? ['CALL-8'] : []),
    ...(accountDataTold && pack.calls?.identity !== undefined && (identity === undefined || !passed(identity, pack))
      ? ['CALL-12']
      : []),
  ];
};

/** What was told of a call by then: its first fact and those of its end, in the order of the log, clear parts only. */
export type ToldOfCall = readonly JsonObject[];

export interface CallSoFar {
  /** When it came; RFC 3339. */
  readonly at: string;
  readonly told: ToldOfCall;
  /** Items of its record that nobody told (CALL-4). */
  readonly missing: readonly string[];
}

const lastOf = (told: ToldOfCall, name: string): JsonValue | undefined =>
  told.findLast((data) => data[name] !== undefined)?.[name];

const lastText = (told: ToldOfCall, name: string): string | undefined => {
  const value = lastOf(told, name);
  return typeof value === 'string' ? value : undefined;
};

const lastDuration = (told: ToldOfCall): number | undefined => {
  const value = lastOf(told, 'durationMs');
  return typeof value === 'number' ? value : undefined;
};

const needsOthers = (told: ToldOfCall): boolean => {
  const needed = lastText(told, 'needsDepartment');
  return needed !== undefined && needed !== lastText(told, 'department');
};

const courseOf = (told: ToldOfCall): Course => {
  let outcome: string | undefined;
  for (const data of told) outcome = outcomeOf(data, outcome);
  const answeredAt = lastText(told, 'answeredAt');
  return {
    outcome,
    handlingMs: lastDuration(told) ?? span(answeredAt, lastText(told, 'endedAt')),
    callBackBy: lastText(told, 'callBackBy'),
    holdConsent: told.some(({ holdConsent }) => holdConsent === true),
    needsOthers: needsOthers(told),
    identity: lastOf(told, 'identity') as IdentityCheck | undefined,
    accountDataTold: told.some(({ accountDataTold }) => accountDataTold === true),
  };
};

const withinRings = (rings: unknown, outcome: string | undefined, { calls }: PolicyPack): boolean | undefined =>
  typeof rings === 'number' && calls?.rings !== undefined && outcome === 'answered' ? rings <= calls.rings : undefined;

/** What the pack makes of a call (CALL-1…12). */
export const callSummary = ({ at, told, missing }: CallSoFar, { pack, zone }: Policy): CallSummary => {
  const first = told[0] ?? {};
  const course = courseOf(told);
  const rings = withinRings(first['rings'], course.outcome, pack);
  const rules = brokenRules(course, pack);
  const agent = lastText(told, 'agent');
  const satisfaction = lastText(told, 'satisfaction');
  const kept = (name: string): Record<string, string> => {
    const value = text(first, name);
    return value === undefined ? {} : { [name]: value };
  };
  return {
    at,
    zone,
    ...kept('department'),
    ...(agent === undefined ? {} : { agent }),
    ...kept('line'),
    ...kept('kind'),
    ...(course.outcome === undefined ? {} : { outcome: course.outcome }),
    ...(rings === undefined ? {} : { withinRings: rings }),
    ...(course.handlingMs === undefined ? {} : { handlingMs: course.handlingMs }),
    ...(satisfaction === undefined ? {} : { satisfaction }),
    ...(course.callBackBy === undefined ? {} : { callBackBy: course.callBackBy }),
    ...(course.identity === undefined ? {} : { identityPassed: passed(course.identity, pack) }),
    missing,
    ...(rules.length === 0 ? {} : { rules }),
  };
};
