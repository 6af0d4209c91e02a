/** Words of the work log of calls, for people. */
export const callWords = {
  title: { 'zh-CN': '来电登记表', en: 'Call work log' },
  before: { 'zh-CN': '前一天', en: 'Day before' },
  after: { 'zh-CN': '后一天', en: 'Day after' },
  total: { 'zh-CN': '来电', en: 'Calls' },
  none: { 'zh-CN': '当天没有来电。', en: 'No call came on this day.' },
  nuisance: { 'zh-CN': '骚扰来电', en: 'Nuisance calls' },
  archive: { 'zh-CN': '归档号（月／季）', en: 'Archive number (month / quarter)' },
  archiveMonth: { 'zh-CN': '月归档号', en: 'Number in month' },
  archiveQuarter: { 'zh-CN': '季归档号', en: 'Number in quarter' },
  time: { 'zh-CN': '时间', en: 'Time' },
  line: { 'zh-CN': '线路', en: 'Line' },
  outcome: { 'zh-CN': '结果', en: 'Outcome' },
  rings: { 'zh-CN': '铃声', en: 'Rings' },
  duration: { 'zh-CN': '通话', en: 'Talk' },
  kind: { 'zh-CN': '需求类型', en: 'Kind' },
  name: { 'zh-CN': '姓名', en: 'Name' },
  gender: { 'zh-CN': '性别', en: 'Gender' },
  phone: { 'zh-CN': '电话', en: 'Phone' },
  branch: { 'zh-CN': '网点', en: 'Branch' },
  brief: { 'zh-CN': '内容摘要', en: 'Brief' },
  handling: { 'zh-CN': '处理情况', en: 'Handling' },
  agent: { 'zh-CN': '接听人', en: 'Agent' },
  remarks: { 'zh-CN': '备注', en: 'Remarks' },
  missing: { 'zh-CN': '缺', en: 'missing' },
  erased: { 'zh-CN': '已删除', en: 'erased' },
  withheld: { 'zh-CN': '不予显示', en: 'withheld' },
  desk: { 'zh-CN': '转', en: 'Passed on to' },
  callBack: { 'zh-CN': '约定回电', en: 'Call-back promised' },
  warned: { 'zh-CN': '已警告', en: 'warned' },
  blocked: { 'zh-CN': '已列入拒接', en: 'blocked caller' },
  violated: { 'zh-CN': '违规', en: 'Broken' },
} as const;

const outcomes = {
  answered: { 'zh-CN': '接听', en: 'answered' },
  missed: { 'zh-CN': '未接', en: 'missed' },
  abandoned: { 'zh-CN': '放弃', en: 'abandoned' },
  nuisance: { 'zh-CN': '骚扰', en: 'nuisance' },
  misuse: { 'zh-CN': '挪作他用', en: 'misuse' },
} as const;

export const outcomeWord = (outcome: string, language: 'zh-CN' | 'en'): string =>
  Object.hasOwn(outcomes, outcome) ? outcomes[outcome as keyof typeof outcomes][language] : outcome;
