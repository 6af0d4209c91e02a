import type { Words } from '@complaint-ledger/policy';

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });

/** What is printed on a form whatever the pack. */
export const labels = {
  handlingForm: words(
    '客户投诉、意见、建议、查询处理单',
    'Customer complaint, opinion, suggestion and query: handling form',
  ),
  workOrder: words('协调工作单', 'Coordination work order'),
  number: words('编号', 'No.'),
  source: words('来源', 'Source'),
  known: words('截至', 'As of'),
  ledgerId: words('账本编号', 'Ledger id'),
  policy: words('适用制度', 'Policy'),
  missing: words('缺', 'missing'),
  erased: words('〔已清除〕', '[erased]'),
  withheld: words('〔无权查看〕', '[not for this reader]'),
  masked: words('客户信息已遮蔽：未说明用途', 'Customer masked: no purpose was named'),
  round: words('第{}轮', 'round {}'),
  repeat: words('第{}次投诉', 'case no. {} of the same matter'),

  record: words('一、受理登记', '1. Record'),
  customer: words('二、客户信息', '2. Customer'),
  content: words('三、事项内容', '3. Matter'),
  handling: words('四、处理经过', '4. Handling'),
  limits: words('五、时限', '5. Time limits'),
  result: words('六、处理结果与回访', '6. Result and follow-up'),
  signatures: words('七、签字', '7. Signatures'),

  order: words('一、派单', '1. Order'),
  orderContent: words('二、事项与交接', '2. Matter and handover'),
  orderLimits: words('三、要求时限', '3. Due times'),
  orderHandling: words('四、承办经过', '4. What was done'),
  orderResult: words('五、承办部门意见', '5. Result of the department'),
  orderSignatures: words('六、签字', '6. Signatures'),

  kind: words('类别', 'Kind'),
  channel: words('受理渠道', 'Channel'),
  level: words('等级', 'Level'),
  category: words('问题分类', 'Category'),
  product: words('产品或服务', 'Product or service'),
  branch: words('网点', 'Branch'),
  filedAt: words('受理时间', 'Received at'),
  receivedBy: words('受理人', 'Received by'),
  owner: words('首问责任人', 'Owner (first receiver)'),
  receivingDepartment: words('受理部门', 'Received in'),
  department: words('责任部门', 'Responsible department'),
  holder: words('承办人', 'Handled by'),
  repeats: words('重复情况', 'Repeat'),
  lossFen: words('损失金额', 'Loss claimed'),
  customerGroup: words('所属客户组', "Customer's group"),
  keyCustomer: words('重点客户', 'Key customer'),
  status: words('状态', 'Status'),
  issuedBy: words('派单人', 'Issued by'),
  issuedAt: words('派单时间', 'Issued at'),
  orderedDepartment: words('承办部门', 'To department'),

  name: words('姓名', 'Name'),
  gender: words('性别', 'Gender'),
  phone: words('联系电话', 'Phone'),
  contact: words('联系方式', 'Contact'),
  email: words('电子邮箱', 'E-mail'),
  idNumber: words('证件号码', 'Id number'),
  account: words('账号', 'Account'),
  address: words('地址', 'Address'),
  room: words('房号', 'Room'),
  complainant: words('投诉人', 'Complainant'),
  caller: words('来电人', 'Caller'),

  detail: words('内容', 'Detail'),
  brief: words('来电内容', 'Content of the call'),
  demand: words('客户诉求', 'Demand'),
  suggestions: words('意见建议', 'Suggestions'),
  evidence: words('证据', 'Evidence'),
  'fault.what': words('故障现象', 'What is wrong'),
  'fault.where': words('故障位置', 'Where exactly'),
  'fault.action': words('故障前操作', 'What was done before'),
  told: words('当场答复', 'Handled in the call'),
  'handover.need': words('客户需求', 'Need'),
  'handover.facts': words('已知情况', 'Facts so far'),
  'handover.promised': words('已作承诺', 'What was promised'),
  'handover.contact': words('联系人', 'Contact'),

  time: words('时间', 'Time'),
  step: words('事项', 'Step'),
  by: words('经办', 'By'),
  note: words('说明', 'Note'),
  deadline: words('时限', 'Deadline'),
  dueAt: words('到期', 'Due'),
  metAt: words('完成', 'Done'),
  outcome: words('结果', 'Outcome'),
  penalty: words('扣罚', 'Penalty'),

  verdict: words('责任认定', 'Verdict'),
  proposal: words('处理意见', 'Settlement'),
  compensation: words('补偿', 'Compensation'),
  resolvedAt: words('办结时间', 'Settled at'),
  satisfaction: words('客户回访', 'Follow-up'),
  closing: words('结案', 'Closed'),

  signedReceiver: words('受理人签字', 'Signed: receiver'),
  signedHandler: words('承办人签字', 'Signed: handler'),
  signedHead: words('部门负责人签字', 'Signed: head of department'),
  signedLeader: words('分管领导批示', 'Leader in charge'),
  signedIssuer: words('派单人签字', 'Signed: issuer'),
  signedCustomer: words('客户确认', 'Signed: customer'),
  date: words('年    月    日', 'Date:'),
} as const satisfies Record<string, Words>;

export type Label = keyof typeof labels;
export const isLabel = (text: string): text is Label => Object.hasOwn(labels, text);

export const statuses = {
  open: words('处理中', 'open'),
  resolved: words('已办结', 'settled'),
  closed: words('已结案', 'closed'),
} as const;

export const deadlineStates = {
  pending: words('进行中', 'running'),
  met: words('按时', 'in time'),
  missed: words('超时', 'missed'),
  lapsed: words('已终止', 'no longer needed'),
} as const;

export const penaltyStates = {
  assessed: words('', ''),
  appealed: words('（申诉中）', ' (appealed)'),
  waived: words('（已免除）', ' (waived)'),
  reversed: words('（已撤销）', ' (reversed)'),
} as const;

/** Roles of the ledger, where a pack gives them authority; offices have words of the pack. */
export const roleWords: Readonly<Record<string, Words>> = {
  agent: words('坐席', 'agent'),
  manager: words('主管', 'manager'),
  admin: words('管理员', 'administrator'),
};
