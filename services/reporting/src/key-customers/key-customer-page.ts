import { epochOf, formatInZone } from '@complaint-ledger/policy';
import type { CaseWords, WordList } from '../forms/case-words.ts';
import { formHtml } from '../forms/form-html.ts';
import type { FormRow } from '../forms/form.ts';
import { labels, statuses } from '../forms/form-labels.ts';
import { heading, table } from '../forms/form-rows.ts';
import { textOf, toldIn } from '../forms/recorded-matter.ts';
import { yuan } from '../reports/evaluate.ts';
import type { Language } from '../reports/titles.ts';
import type { KeyCustomer, KeyCustomerCase, KeyCustomers } from './key-customers.ts';

export interface KeyCustomerPageOptions {
  readonly language: Language;
  readonly words: CaseWords;
  readonly zone: string;
  /** The reader named no purpose. */
  readonly masked: boolean;
}

const words = {
  title: { 'zh-CN': '重点客户档案', en: 'Key customers' },
  number: { 'zh-CN': '客户数', en: 'Customers' },
  open: { 'zh-CN': '未结', en: 'open' },
  overdue: { 'zh-CN': '超时', en: 'overdue' },
  compensation: { 'zh-CN': '补偿合计', en: 'compensation' },
  answer: { 'zh-CN': '最近满意度', en: 'last answer' },
  case: { 'zh-CN': '编号', en: 'Case' },
  satisfied: { 'zh-CN': '满意', en: 'satisfied' },
  dissatisfied: { 'zh-CN': '不满意', en: 'not satisfied' },
  none: { 'zh-CN': '无', en: 'none' },
} as const;

/** The file of key customers as one page to read or print (FUP-4). */
export const keyCustomerPage = (found: KeyCustomers, options: KeyCustomerPageOptions): string => {
  const { language, zone } = options;
  const word = (name: keyof typeof words): string => words[name][language];
  const said = (name: keyof typeof words, value: string): string =>
    language === 'en' ? `${word(name)}: ${value}` : `${word(name)}：${value}`;
  const named = (list: WordList, { policy }: KeyCustomerCase, id: string): string =>
    options.words.word(policy, list, id, language) ?? id;
  const answered = (answer: KeyCustomerCase['answer']): string => {
    if (answer === undefined) return '';
    const feeling = answer.satisfied === undefined ? '' : word(answer.satisfied ? 'satisfied' : 'dissatisfied');
    return [feeling, answer.rating === undefined ? '' : String(answer.rating)].filter((part) => part !== '').join(' ');
  };
  const nameOf = ({ person, personal }: KeyCustomer): string => {
    if (personal?.state === 'erased') return labels.erased[language];
    const told = toldIn(personal !== undefined && 'fields' in personal ? personal.fields : {});
    const parts = [textOf(told['name']), textOf(told['phone'])].filter((part) => part !== '');
    return parts.length === 0 ? person : parts.join('  ');
  };
  const rowsOf = (customer: KeyCustomer): readonly FormRow[] => [
    heading(
      [
        nameOf(customer),
        said('open', String(customer.open)),
        said('overdue', String(customer.overdue)),
        said('compensation', `CNY ${yuan(customer.compensationFen)}`),
        said('answer', answered(customer.lastAnswer) || word('none')),
      ].join('    '),
    ),
    ...table(
      [4, 4, 3, 4, 3, 3, 3],
      [
        word('case'),
        labels.filedAt[language],
        labels.level[language],
        labels.department[language],
        labels.status[language],
        labels.satisfaction[language],
        labels.compensation[language],
      ],
      customer.cases.map((each) => [
        each.externalId,
        formatInZone(epochOf(each.filedAt), zone).slice(0, 16).replace('T', ' '),
        named('levels', each, each.level),
        named('departments', each, each.department),
        statuses[each.status][language],
        answered(each.answer),
        yuan(each.compensationFen),
      ]),
    ),
  ];
  return formHtml({
    language,
    title: word('title'),
    subtitle: [said('number', String(found.total)), ...(options.masked ? [labels.masked[language]] : [])].join('    '),
    rows: found.customers.flatMap(rowsOf),
    footer: '',
  });
};
