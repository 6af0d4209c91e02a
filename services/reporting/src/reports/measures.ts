import { callBackMeasures, callMeasures } from './call-measures.ts';
import {
  type Extra,
  atDue,
  atEnd,
  byFiling,
  count,
  durations,
  headline,
  measure,
  minus,
  plus,
  standing,
  sum,
  whenHappened,
  words,
} from './measure-parts.ts';
import type { Formula, Measure, Term, Unit } from './measure.ts';

const filedBy = (by: string, zh: string, en: string, labels?: Measure['labels']): Measure =>
  measure(
    `filed.${by}.*`,
    words(`受理（按${zh}）`, `Filed by ${en}`),
    'cases',
    'REP-2',
    byFiling,
    sum(plus(`filed.${by}`, 'one')),
    labels && { labels },
  );

const atFiling = words(
  '按投诉时间计入当时承办的部门。',
  'By filing date, in the department that held the case when it was counted.',
);

const filed: readonly Measure[] = [
  measure('filed.total', words('受理', 'Filed'), 'cases', 'REP-2', byFiling, sum(plus('filed')), headline),
  filedBy('byLevel', '等级', 'level', 'levels'),
  filedBy('byCategory', '类别', 'category', 'categories'),
  measure(
    'filed.byClass.*',
    words('受理（按大类）', 'Filed by class'),
    'cases',
    'FILE-5',
    byFiling,
    sum(plus('filed.byClass', 'one')),
    { labels: 'categories' },
  ),
  filedBy('byChannel', '渠道', 'channel', 'channels'),
  filedBy('byKind', '需求类型', 'kind', 'kinds'),
  filedBy('byProduct', '产品', 'product'),
  filedBy('byBranch', '网点', 'branch'),
  measure('repeats', words('重复投诉', 'Repeats'), 'cases', 'FILE-3', atFiling, sum(plus('repeats')), headline),
  measure('incomplete', words('登记不全', 'Incomplete records'), 'cases', 'CALL-4', atFiling, sum(plus('incomplete'))),
  measure(
    'missing.*',
    words('缺项（按项目）', 'Missing items'),
    'cases',
    'CALL-4',
    atFiling,
    sum(plus('missing', 'one')),
    { labels: 'fields' },
  ),
];

const violations: readonly Measure[] = [
  measure(
    'violations.total',
    words('违反其他规则', 'Other rules broken'),
    'events',
    'REP-2',
    whenHappened,
    sum(plus('violations.byRule', 'all')),
    headline,
  ),
  measure(
    'violations.byRule.*',
    words('违反其他规则（按规则）', 'Other rules broken, by rule'),
    'events',
    'REP-2',
    whenHappened,
    sum(plus('violations.byRule', 'one')),
  ),
];

const states: readonly Measure[] = [
  measure('open', words('未结', 'Open'), 'cases', 'REP-2', atEnd, standing(plus('open')), headline),
  measure(
    'pending.total',
    words('未到期时限', 'Running deadlines'),
    'deadlines',
    'REP-2',
    atEnd,
    standing(plus('deadlines.pending', 'all')),
  ),
  measure(
    'pending.byDeadline.*',
    words('未到期时限（按时限）', 'Running deadlines by name'),
    'deadlines',
    'REP-2',
    atEnd,
    standing(plus('deadlines.pending', 'one')),
    { labels: 'deadlines' },
  ),
  measure(
    'overdue.total',
    words('超时未办时限', 'Overdue deadlines'),
    'deadlines',
    'REP-2',
    words('期末已超时而仍未完成的时限数。', 'Deadlines missed and not made good at the end of the period.'),
    standing(plus('deadlines.overdue', 'all')),
    headline,
  ),
  measure(
    'overdue.byDeadline.*',
    words('超时未办时限（按时限）', 'Overdue deadlines by name'),
    'deadlines',
    'REP-2',
    atEnd,
    standing(plus('deadlines.overdue', 'one')),
    { labels: 'deadlines' },
  ),
  measure('resolved', words('办结', 'Resolved'), 'cases', 'RES-1', whenHappened, sum(plus('resolved')), headline),
  measure('closed', words('关闭', 'Closed'), 'cases', 'RES-7', whenHappened, sum(plus('closed')), headline),
  measure('reopened', words('重办', 'Reopened'), 'cases', 'FUP-2', whenHappened, sum(plus('reopened')), headline),
  measure('withdrawn', words('撤诉', 'Withdrawn'), 'cases', 'REP-2', whenHappened, sum(plus('withdrawn'))),
  measure('verdicts.*', words('认定', 'Verdicts'), 'cases', 'RES-4', whenHappened, sum(plus('verdicts', 'one')), {
    labels: 'verdicts',
  }),
];

const passedOn = words('按发生时间计入转出的单位。', 'When it happened, against the unit that passed the matter on.');

const transfers: readonly Measure[] = [
  measure(
    'transfers.count',
    words('转办', 'Transfers'),
    'events',
    'XFER-1',
    passedOn,
    sum(plus('transfers')),
    headline,
  ),
  measure(
    'transfers.violations',
    words('违反转办规则', 'Transfer rules broken'),
    'events',
    'XFER-1',
    passedOn,
    sum(plus('transfers.violations')),
    headline,
  ),
  measure(
    'transfers.refused',
    words('被拒转办', 'Refused transfers'),
    'events',
    'XFER-4',
    words(
      '按发生时间计入要求转出的单位。',
      'When it was asked for, against the unit that wanted to pass the matter on.',
    ),
    sum(plus('transfers.refused')),
    headline,
  ),
  measure(
    'transfers.byRule.*.observed',
    words('违反转办规则（按规则）', 'Transfer rules broken, by rule'),
    'events',
    'XFER-4',
    passedOn,
    sum(plus('transfers.violationsByRule', 'one')),
  ),
  measure(
    'transfers.byRule.*.refused',
    words('被拒转办（按规则）', 'Transfers refused by a rule'),
    'events',
    'XFER-4',
    passedOn,
    sum(plus('transfers.refusedByRule', 'one')),
  ),
  measure(
    'refusals.byRule.*',
    words('其他被拒请求（按规则）', 'Other requests refused by a rule'),
    'events',
    'REP-2',
    whenHappened,
    sum(plus('refusals.byRule', 'one')),
  ),
];

const judged = [plus('deadlines.met', 'one'), plus('deadlines.missed', 'one'), minus('deadlines.reversed', 'one')];
const deadline = (what: string, zh: string, en: string, formula: Formula, unit: Unit = 'deadlines'): Measure =>
  measure(`deadlines.*.${what}`, words(zh, en), unit, 'REP-2', atDue, formula, { labels: 'deadlines' });

const deadlines: readonly Measure[] = [
  deadline('due', '到期', 'Due', sum(...judged)),
  deadline('met', '按时', 'In time', sum(plus('deadlines.met', 'one'))),
  deadline('missed', '超时', 'Missed', sum(plus('deadlines.missed', 'one'))),
  deadline('reversed', '超时撤销', 'Miss reversed', sum(plus('deadlines.reversed', 'one'))),
  deadline(
    'timelinessPercent',
    '及时率',
    'Timeliness',
    { kind: 'percent', terms: [plus('deadlines.met', 'one')], by: judged },
    'percent',
  ),
  measure(
    'responsesMissed',
    words('超时响应', 'Responses missed'),
    'deadlines',
    'LEVEL-1',
    words(
      '等级表规定的响应，扣除撤销的超时，按到期时间计入到期时承办的部门。',
      'Responses of the level table, less the misses that were reversed; at the due time, in the department that held the case then.',
    ),
    sum(plus('responsesMissed')),
    headline,
  ),
];

const handling: readonly Measure[] = [
  count('contacts.reached', '联系成功', 'Contacts that reached the customer', 'CONT-1'),
  count('contacts.unreached', '未接通', 'Contacts that did not', 'EXT-1'),
  count('contacts.askedFirst', '客户先来询问', 'Customers who had to ask first', 'CONT-3'),
  count('escalations', '上报', 'Escalations', 'ESC-1', 'escalations', headline),
  count('extensions.requested', '申请延期', 'Extensions asked for', 'EXT-1'),
  count('extensions.granted', '准予延期', 'Extensions granted', 'EXT-1'),
  count('extensions.refused', '不予延期', 'Extensions refused', 'EXT-1'),
  count('investigations', '调查记录', 'Handling steps recorded', 'RES-3'),
  count('compensations.count', '补偿', 'Compensations', 'RES-5', 'compensations'),
  measure(
    'compensations.amountFen',
    words('补偿金额（分）', 'Compensation, fen'),
    'fen',
    'RES-5',
    whenHappened,
    sum(plus('compensations.fen')),
  ),
  measure(
    'compensations.byType.*',
    words('补偿（按方式）', 'Compensations by type'),
    'events',
    'RES-5',
    whenHappened,
    sum(plus('compensations.byType', 'one')),
  ),
];

const answered = words(
  '每案以最后一次回访的答复为准，按该次回访的时间计入。',
  'The last answer of a case counts, when it was given (FUP-3).',
);
const answers = (what: string, zh: string, en: string): Measure =>
  measure(`satisfaction.${what}`, words(zh, en), 'cases', 'FUP-3', answered, sum(plus(`satisfaction.${what}`)));

const satisfaction: readonly Measure[] = [
  answers('asked', '回访答复', 'Cases that answered'),
  answers('satisfied', '满意', 'Satisfied'),
  answers('notSatisfied', '不满意', 'Not satisfied'),
  measure(
    'satisfaction.satisfiedPercent',
    words('满意率', 'Satisfaction'),
    'percent',
    'FUP-3',
    answered,
    {
      kind: 'percent',
      terms: [plus('satisfaction.satisfied')],
      by: [plus('satisfaction.satisfied'), plus('satisfaction.notSatisfied')],
    },
    headline,
  ),
  measure('satisfaction.averageRating', words('平均评分', 'Average rating'), 'points', 'FUP-3', answered, {
    kind: 'mean',
    terms: [plus('satisfaction.ratingSum')],
    by: [plus('satisfaction.ratingCount')],
  }),
  measure(
    'survey.*.average',
    words('满意度调查平均分', 'Survey, average answer'),
    'points',
    'FUP-4',
    whenHappened,
    { kind: 'mean', terms: [plus('survey.sum', 'one')], by: [plus('survey.count', 'one')] },
    { labels: 'survey' },
  ),
  measure(
    'survey.*.answers',
    words('满意度调查答复数', 'Survey, answers'),
    'events',
    'FUP-4',
    whenHappened,
    sum(plus('survey.count', 'one')),
    { labels: 'survey' },
  ),
  count('satisfaction.unreached', '回访未接通', 'Follow-ups that reached nobody', 'FUP-1', 'followUps.unreached'),
];

const fines = (what: string, zh: string, en: string, terms: readonly Term[], extra: Extra = {}): readonly Measure[] => [
  measure(
    `penalties.${what}Fen`,
    words(`${zh}（分）`, `${en}, fen`),
    'fen',
    'PEN-3',
    atDue,
    { kind: 'sum', terms },
    extra,
  ),
  measure(`penalties.${what}CNY`, words(`${zh}（元）`, `${en}, CNY`), 'CNY', 'PEN-3', atDue, { kind: 'yuan', terms }),
];
const penaltyCount = (what: string, zh: string, en: string, rule: string): Measure =>
  measure(`penalties.${what}`, words(zh, en), 'events', rule, atDue, sum(plus(`penalties.${what}`)));

const penalties: readonly Measure[] = [
  penaltyCount('assessed', '罚款笔数', 'Penalties', 'PEN-1'),
  penaltyCount('reversed', '撤销笔数', 'Penalties reversed', 'PEN-1'),
  penaltyCount('appealed', '申诉笔数', 'Penalties appealed', 'PEN-3'),
  penaltyCount('waived', '免除笔数', 'Penalties waived', 'PEN-3'),
  ...fines('assessed', '罚款', 'Assessed', [plus('penalties.assessedFen')]),
  ...fines('reversed', '撤销', 'Reversed', [plus('penalties.reversedFen')]),
  ...fines('waived', '免除', 'Waived', [plus('penalties.waivedFen')]),
  ...fines(
    'net',
    '净罚款',
    'Net penalties',
    [plus('penalties.assessedFen'), minus('penalties.reversedFen'), minus('penalties.waivedFen')],
    headline,
  ),
];

const shares = (what: string, zh: string, en: string, rule: string, terms: readonly Term[]): readonly Measure[] => [
  measure(`damages.${what}Fen`, words(`${zh}（分）`, `${en}, fen`), 'fen', rule, whenHappened, { kind: 'sum', terms }),
  measure(`damages.${what}CNY`, words(`${zh}（元）`, `${en}, CNY`), 'CNY', rule, whenHappened, { kind: 'yuan', terms }),
];

const damages: readonly Measure[] = [
  count('damages.assessed', '按损失处罚', 'Shares of a damage', 'PEN-2'),
  count('damages.appealed', '按损失处罚申诉', 'Shares of a damage appealed', 'PEN-3'),
  count('damages.waived', '按损失处罚免除', 'Shares of a damage waived', 'PEN-3'),
  ...shares('assessed', '按损失处罚金额', 'Shares of a damage', 'PEN-2', [plus('damages.assessedFen')]),
  ...shares('waived', '按损失处罚免除金额', 'Shares of a damage waived', 'PEN-3', [plus('damages.waivedFen')]),
  ...shares('net', '按损失处罚净额', 'Shares of a damage, net', 'PEN-3', [
    plus('damages.assessedFen'),
    minus('damages.waivedFen'),
  ]),
];

const sinceFiling = words(
  '每案首次联系到客户，从投诉时间起算，误差 1% 以内，按发生时间计入。',
  'The first contact of a case that reached the customer, since filing; within 1 % of the true value; when it happened.',
);
const sinceRound = words(
  '从投诉时间（重办的从新一轮开始）起算，误差 1% 以内，按发生时间计入。',
  'Since filing, or since the new round when handled again; within 1 % of the true value; when it happened.',
);

/** Every figure there is, once: reports, drilling, CSV, tables and the documentation read this list (REP-2). */
export const measures: readonly Measure[] = [
  ...filed,
  ...states,
  ...transfers,
  ...violations,
  ...deadlines,
  ...handling,
  ...satisfaction,
  ...penalties,
  ...damages,
  ...callBackMeasures,
  ...callMeasures,
  ...durations('timeToFirstContact', '首次联系用时', 'Time to first contact', 'CONT-1', sinceFiling),
  ...durations('timeToResolve', '办结用时', 'Time to resolve', 'RES-1', sinceRound),
];
