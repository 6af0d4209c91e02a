import type { CaseEventType } from '@complaint-ledger/contracts';
import type { Words } from '@complaint-ledger/policy';

/** What each event is called among the steps of a form; an event without a word is no step. */
export const happeningWords: Readonly<Partial<Record<CaseEventType, Words>>> = {
  CaseOpened: { 'zh-CN': '受理', en: 'Received' },
  RepeatLinked: { 'zh-CN': '重复投诉', en: 'Repeat' },
  CaseAssigned: { 'zh-CN': '分派', en: 'Assigned' },
  CaseTransferred: { 'zh-CN': '转办', en: 'Passed on' },
  TransferRefused: { 'zh-CN': '转办未准', en: 'Transfer refused' },
  CustomerContacted: { 'zh-CN': '联系客户', en: 'Customer contacted' },
  CaseEscalated: { 'zh-CN': '上报', en: 'Taken upward' },
  LevelChanged: { 'zh-CN': '等级变更', en: 'Level changed' },
  CaseReclassified: { 'zh-CN': '归类更正', en: 'Reclassified' },
  ExtensionRequested: { 'zh-CN': '申请延期', en: 'More time asked for' },
  ExtensionGranted: { 'zh-CN': '准予延期', en: 'More time granted' },
  ExtensionRefused: { 'zh-CN': '不予延期', en: 'More time refused' },
  InvestigationRecorded: { 'zh-CN': '调查处理', en: 'Handling' },
  CompensationGranted: { 'zh-CN': '补偿', en: 'Compensation' },
  CasePaused: { 'zh-CN': '暂停计时', en: 'Clock stopped' },
  CaseResumed: { 'zh-CN': '恢复计时', en: 'Clock resumed' },
  CallBackPromised: { 'zh-CN': '约定回电', en: 'Call-back promised' },
  CallBackRenewed: { 'zh-CN': '改约回电', en: 'Call-back renewed' },
  CaseResolved: { 'zh-CN': '办结', en: 'Settled' },
  CustomerFollowedUp: { 'zh-CN': '回访', en: 'Followed up' },
  CaseReopened: { 'zh-CN': '重新处理', en: 'Reopened' },
  CaseWithdrawn: { 'zh-CN': '客户撤诉', en: 'Withdrawn' },
  CaseClosed: { 'zh-CN': '结案', en: 'Closed' },
};
