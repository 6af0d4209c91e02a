import type { PackWords } from './pack-words.ts';

const items: Readonly<Record<string, readonly [string, string]>> = {
  name: ['name', '姓名'],
  phone: ['phone number', '电话'],
  gender: ['gender', '性别'],
  email: ['e-mail address', '邮箱'],
  idNumber: ['identity number', '证件号码'],
  account: ['account number', '账号'],
  address: ['address', '地址'],
  room: ['room number', '房号'],
  detail: ['what happened', '详情'],
  demand: ['what the customer asks for', '诉求'],
  lossFen: ['the loss claimed', '损失金额'],
  suggestions: ['suggestions', '建议'],
  evidence: ['evidence', '证据'],
  receivedBy: ['who received it', '受理人'],
  receivingDepartment: ['the department that received it', '受理部门'],
  kind: ['kind of need', '需求类型'],
  level: ['level', '等级'],
  category: ['category', '类别'],
  channel: ['channel', '渠道'],
  product: ['product', '产品'],
  branch: ['branch', '网点'],
  department: ['department', '部门'],
  group: ['group', '小组'],
  person: ['person in charge', '承办人'],
  agent: ['agent', '坐席'],
  line: ['line', '线路'],
  brief: ['what it is about', '内容摘要'],
  handling: ['how it was handled', '处理情况'],
  fault: ['the fault', '故障'],
  'fault.what': ['what is wrong', '故障现象'],
  'fault.where': ['where exactly', '故障位置'],
  'fault.action': ['what the caller did that led to it', '此前操作'],
  customerGroup: ['the group whose customer it is', '客户所属小组'],
  need: ['the need', '诉求'],
  facts: ['the facts so far', '已知事实'],
  promised: ['what was promised', '已作承诺'],
  contact: ['how to reach the customer', '联系方式'],
};

/** An item of a record or of a handover; a field of the pack by its name. */
export const itemWords = (words: PackWords, item: string): string => {
  if (words.pack.fields !== undefined && Object.hasOwn(words.pack.fields, item)) return words.name('fields', item);
  const [en, zh] = items[item.replace(/^(complainant|caller)\./, '')] ?? [item, item];
  return words.say(en, zh);
};
