import type { Formula, Measure, Term, Unit } from './measure.ts';
import { type Extra, atDue, count, durations, headline, measure, plus, sum, words } from './measure-parts.ts';

const whenCalled = words('按来电时间计入接听的部门。', 'When the call came, in the department of its line.');

const calls = (
  id: string,
  zh: string,
  en: string,
  rule: string,
  formula: Formula | string,
  unit: Unit = 'calls',
  extra: Extra = {},
): Measure =>
  measure(
    `calls.${id}`,
    words(zh, en),
    unit,
    rule,
    whenCalled,
    typeof formula === 'string' ? sum(plus(formula)) : formula,
    extra,
  );

const share = (part: Term, whole: Term): Formula => ({ kind: 'percent', terms: [part], by: [whole] });

/** The call work log in figures (CALL-1…12). Offered calls are those for service: no nuisance, no misuse (CALL-8, CALL-10). */
export const callMeasures: readonly Measure[] = [
  calls('total', '来电', 'Calls', 'CALL-2', 'calls', 'calls', headline),
  calls('offered', '服务来电', 'Calls for service', 'CALL-9', 'calls.offered'),
  calls('answered', '接听', 'Answered', 'CALL-9', 'calls.answered'),
  calls('missed', '未接', 'Missed', 'CALL-7', 'calls.missed'),
  calls('abandoned', '放弃', 'Abandoned', 'CALL-2', 'calls.abandoned'),
  calls('nuisance', '骚扰', 'Nuisance calls', 'CALL-10', 'calls.nuisance'),
  calls('misuse', '挪作他用', 'Misuse of the line', 'CALL-8', 'calls.misuse'),
  calls(
    'answeredPercent',
    '接通率',
    'Answer rate',
    'CALL-9',
    share(plus('calls.answered'), plus('calls.offered')),
    'percent',
    headline,
  ),
  calls('ringsTold', '记有铃声数的接听', 'Answered calls whose rings were told', 'CALL-1', 'calls.rings'),
  calls('withinRings', '规定铃声内接听', 'Answered within the rings of the policy', 'CALL-1', 'calls.withinRings'),
  calls(
    'withinRingsPercent',
    '三声接听率',
    'Answered within the rings of the policy, share',
    'CALL-1',
    share(plus('calls.withinRings'), plus('calls.rings')),
    'percent',
    headline,
  ),
  calls('byKind.*', '来电（按需求类型）', 'Calls by kind', 'CALL-3', sum(plus('calls.byKind', 'one')), 'calls', {
    labels: 'kinds',
  }),
  calls(
    'byLine.*.offered',
    '服务来电（按线路）',
    'Calls for service, by line',
    'CALL-1',
    sum(plus('calls.offeredByLine', 'one')),
  ),
  calls(
    'byLine.*.answeredPercent',
    '接通率（按线路）',
    'Answer rate, by line',
    'CALL-9',
    share(plus('calls.answeredByLine', 'one'), plus('calls.offeredByLine', 'one')),
    'percent',
  ),
  calls(
    'byLine.*.withinRingsPercent',
    '三声接听率（按线路）',
    'Answered within the rings of the policy, by line',
    'CALL-1',
    share(plus('calls.withinRingsByLine', 'one'), plus('calls.ringsByLine', 'one')),
    'percent',
  ),
  ...durations('calls.handling', '通话时长', 'Handling time', 'REP-3', whenCalled),
  calls(
    'bySatisfaction.*',
    '当次满意度',
    'Satisfaction told at the end',
    'REP-3',
    sum(plus('calls.bySatisfaction', 'one')),
  ),
  calls('identityPassed', '身份核对通过', 'Identity checks passed', 'CALL-12', 'calls.identityPassed'),
  calls('identityFailed', '身份核对未通过', 'Identity checks not passed', 'CALL-12', 'calls.identityFailed'),
  calls('incomplete', '记录不全', 'Incomplete entries', 'CALL-4', 'calls.incomplete'),
  calls('missing.*', '缺项（按项目）', 'Missing items', 'CALL-4', sum(plus('calls.missing', 'one')), 'calls', {
    labels: 'fields',
  }),
  calls('violations', '违规', 'Rules broken in calls', 'REP-3', 'calls.violations', 'events', headline),
  calls(
    'violationsByRule.*',
    '违规（按规则）',
    'Rules broken in calls, by rule',
    'REP-3',
    sum(plus('calls.violationsByRule', 'one')),
    'events',
  ),
];

const kept = plus('callBacks.kept');

/** Calls that were promised, or are owed for one that nobody could take (CALL-6, CALL-7). */
export const callBackMeasures: readonly Measure[] = [
  count('callBacks.promised', '应回电', 'Call-backs owed', 'CALL-6'),
  measure('callBacks.kept', words('按时回电', 'Call-backs kept'), 'deadlines', 'CALL-6', atDue, sum(kept)),
  measure(
    'callBacks.missed',
    words('未按时回电', 'Call-backs missed'),
    'deadlines',
    'CALL-6',
    atDue,
    sum(plus('callBacks.missed')),
  ),
  count('callBacks.renewed', '另约时间', 'Call-backs renewed', 'CALL-6'),
  measure(
    'callBacks.keptPercent',
    words('回电及时率', 'Call-backs kept, share'),
    'percent',
    'CALL-6',
    atDue,
    { kind: 'percent', terms: [kept], by: [kept, plus('callBacks.missed')] },
    headline,
  ),
];
