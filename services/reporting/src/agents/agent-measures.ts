import { callMeasures } from '../reports/call-measures.ts';
import type { Formula, Measure, Unit } from '../reports/measure.ts';
import { type Extra, measure, plus, sum, words } from '../reports/measure-parts.ts';

const theirs = words(
  '按发生时间计入办理人；回电按到期时间计入应回电的人。',
  'When it happened, for the one who did it; a call-back at its due time, for the one who was to call.',
);

const own = (
  id: string,
  zh: string,
  en: string,
  formula: Formula | string,
  unit: Unit = 'events',
  extra: Extra = {},
): Measure =>
  measure(id, words(zh, en), unit, 'REP-3', theirs, typeof formula === 'string' ? sum(plus(formula)) : formula, extra);

const ofLinesOrRules = /\.byLine\.|violations/;
const kept = plus('callBacks.kept');

/** Every figure of an agent, once (REP-3). */
export const agentMeasures: readonly Measure[] = [
  ...callMeasures.filter(({ id }) => !ofLinesOrRules.test(id)),
  own('callBacks.promised', '应回电', 'Call-backs owed', 'callBacks.promised', 'deadlines'),
  own('callBacks.kept', '按时回电', 'Call-backs kept', sum(kept), 'deadlines'),
  own('callBacks.missed', '未按时回电', 'Call-backs missed', 'callBacks.missed', 'deadlines'),
  own('callBacks.renewed', '另约时间', 'Call-backs renewed', 'callBacks.renewed'),
  own(
    'callBacks.keptPercent',
    '回电及时率',
    'Call-backs kept, share',
    { kind: 'percent', terms: [kept], by: [kept, plus('callBacks.missed')] },
    'percent',
  ),
  own('contacts.reached', '联系成功', 'Contacts that reached the customer', 'contacts.reached'),
  own('contacts.unreached', '未接通', 'Contacts that did not', 'contacts.unreached'),
  own('resolved', '办结', 'Resolved', 'resolved', 'cases'),
  own('violations.total', '违规', 'Rules broken', sum(plus('violations', 'all'))),
  own('violations.byRule.*', '违规（按规则）', 'Rules broken, by rule', sum(plus('violations', 'one'))),
  own('refused.total', '被拒请求', 'Requests refused', sum(plus('refused', 'all'))),
  own('refused.byRule.*', '被拒请求（按规则）', 'Requests refused, by rule', sum(plus('refused', 'one'))),
];
