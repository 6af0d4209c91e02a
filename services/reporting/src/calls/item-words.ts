import type { Words } from '@complaint-ledger/policy';

/** Items of a record that every pack has (CALL-2, CALL-11, FILE-2). */
const items: Readonly<Record<string, Words>> = {
  name: { 'zh-CN': '姓名', en: 'Name' },
  gender: { 'zh-CN': '性别', en: 'Gender' },
  phone: { 'zh-CN': '电话', en: 'Phone' },
  email: { 'zh-CN': '电子邮箱', en: 'E-mail' },
  address: { 'zh-CN': '地址', en: 'Address' },
  contact: { 'zh-CN': '联系方式', en: 'Contact' },
  idNumber: { 'zh-CN': '证件号码', en: 'Identity number' },
  account: { 'zh-CN': '账号', en: 'Account' },
  room: { 'zh-CN': '房号', en: 'Room' },
  branch: { 'zh-CN': '网点', en: 'Branch' },
  product: { 'zh-CN': '产品或服务', en: 'Product or service' },
  category: { 'zh-CN': '类别', en: 'Category' },
  kind: { 'zh-CN': '需求类型', en: 'Kind' },
  brief: { 'zh-CN': '内容摘要', en: 'Brief' },
  handling: { 'zh-CN': '处理情况', en: 'Handling' },
  detail: { 'zh-CN': '详细情况', en: 'Detail' },
  demand: { 'zh-CN': '诉求', en: 'Demand' },
  lossFen: { 'zh-CN': '损失金额', en: 'Loss claimed' },
  suggestions: { 'zh-CN': '建议', en: 'Suggestions' },
  evidence: { 'zh-CN': '证据', en: 'Evidence' },
  receivedBy: { 'zh-CN': '受理人', en: 'Received by' },
  agent: { 'zh-CN': '接听人', en: 'Agent' },
  'fault.what': { 'zh-CN': '故障现象', en: 'What is wrong' },
  'fault.where': { 'zh-CN': '故障位置', en: 'Where' },
  'fault.action': { 'zh-CN': '故障前的操作', en: 'What the caller did' },
};

/** The name of an item of a record; undefined for a field of a pack's own. */
export const itemWord = (item: string, language: keyof Words): string | undefined =>
  Object.hasOwn(items, item) ? items[item]?.[language] : undefined;
