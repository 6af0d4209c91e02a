import type { Language } from '../cli/language.ts';
import type { Counts, Findings, WordOf } from './findings.ts';

type Sentence = Readonly<Record<Language, string>>;

const words: Readonly<Record<WordOf, Sentence>> = {
  level: { en: 'level', 'zh-CN': '等级' },
  kind: { en: 'kind', 'zh-CN': '需求类型' },
  category: { en: 'category', 'zh-CN': '类别' },
  channel: { en: 'channel', 'zh-CN': '渠道' },
  department: { en: 'department', 'zh-CN': '部门' },
  verdict: { en: 'verdict', 'zh-CN': '认定' },
  deadline: { en: 'deadline', 'zh-CN': '时限' },
  step: { en: 'step', 'zh-CN': '步骤' },
  reason: { en: 'reason to pause', 'zh-CN': '暂停原因' },
};

const acts: Readonly<Record<string, Sentence>> = {
  CaseAssigned: { en: 'assignments', 'zh-CN': '分派' },
  CaseTransferred: { en: 'transfers', 'zh-CN': '转办' },
  CustomerContacted: { en: 'contacts', 'zh-CN': '联系' },
  CasePaused: { en: 'pauses', 'zh-CN': '暂停' },
  CaseResumed: { en: 'resumptions', 'zh-CN': '恢复' },
  CallBackPromised: { en: 'promised call-backs', 'zh-CN': '约定回电' },
  CallBackRenewed: { en: 'renewed call-backs', 'zh-CN': '续约回电' },
  DamagePenaltyAssessed: { en: 'shares of a loss', 'zh-CN': '损失分担' },
  CaseEscalated: { en: 'escalations', 'zh-CN': '上报' },
  LevelChanged: { en: 'changes of level', 'zh-CN': '调整等级' },
  CaseReclassified: { en: 'corrections', 'zh-CN': '更正' },
  ExtensionRequested: { en: 'extension requests', 'zh-CN': '延期申请' },
  ExtensionGranted: { en: 'granted extensions', 'zh-CN': '准予延期' },
  ExtensionRefused: { en: 'refused extensions', 'zh-CN': '不予延期' },
  CaseResolved: { en: 'settlements', 'zh-CN': '办结' },
  CustomerFollowedUp: { en: 'follow-ups', 'zh-CN': '回访' },
  CaseClosed: { en: 'closings', 'zh-CN': '关闭' },
  InvestigationRecorded: { en: 'investigations', 'zh-CN': '调查' },
  CompensationGranted: { en: 'compensations', 'zh-CN': '补偿' },
  PenaltyAppealed: { en: 'appeals', 'zh-CN': '申诉' },
  PenaltyWaived: { en: 'waivers', 'zh-CN': '免除罚款' },
  TransferRefused: { en: 'refused transfers', 'zh-CN': '被拒转办' },
  CommandRefused: { en: 'refused requests', 'zh-CN': '被拒请求' },
};

const listed = (counts: Counts, language: Language, name: (id: string) => string): string =>
  Object.entries(counts.toObject())
    .map(([id, count]) => `${name(id)} ${count}`)
    .join(language === 'en' ? ', ' : '、');

const actNames = (counts: Counts, language: Language): string =>
  listed(counts, language, (id) => acts[id]?.[language] ?? id);

/** What the figures alone do not say, one sentence each; nothing when there is nothing to say. */
export const tellFindings = (
  findings: Findings,
  language: Language,
  defaultLevel: string,
  department: (id: string) => string,
): readonly string[] => {
  const { wouldHaveBeenAllowed, wouldHaveBeenRefused, unknown, toldAsFacts, leftOut, refusalsKept, refusalsLifted } =
    findings;
  const { handoversNotJudged, packsGone } = findings;
  const say = (en: string, zh: string): string => ({ en, 'zh-CN': zh })[language];
  const told: string[] = [];
  const tell = (counts: Counts, en: string, zh: string): void => {
    if (counts.total > 0) told.push(say(en, zh));
  };
  const units = (counts: Counts): string => listed(counts, language, department);

  tell(
    wouldHaveBeenAllowed,
    `Transfers refused then that would have been allowed: ${wouldHaveBeenAllowed.total} (${units(wouldHaveBeenAllowed)}). The matter stays where it was.`,
    `当时被拒、按新规则可以转办：${wouldHaveBeenAllowed.total}（${units(wouldHaveBeenAllowed)}）。案件仍留在原处。`,
  );
  tell(
    wouldHaveBeenRefused,
    `Transfers allowed then that would have been refused: ${wouldHaveBeenRefused.total} (${units(wouldHaveBeenRefused)}). They happened, and count as forbidden transfers.`,
    `当时允许、按新规则会被拒的转办：${wouldHaveBeenRefused.total}（${units(wouldHaveBeenRefused)}）。转办已经发生，计为违规转办。`,
  );
  for (const [of, counts] of unknown) {
    const list = listed(counts, language, (id) => `“${id}”`);
    told.push(
      of === 'level'
        ? say(
            `Levels that the pack does not know: ${list}. Those matters have its default level, “${defaultLevel}”.`,
            `制度包中没有的等级：${list}。这些事项按默认等级“${defaultLevel}”处理。`,
          )
        : say(
            `Words that the pack does not know (${words[of].en}): ${list}. They are taken as they are.`,
            `制度包中没有的${words[of]['zh-CN']}：${list}。按原样计入。`,
          ),
    );
  }
  tell(
    toldAsFacts,
    `What agents did in the ledger counts as having happened: ${actNames(toldAsFacts, language)}.`,
    `坐席在账本中的操作按已发生的事实计入：${actNames(toldAsFacts, language)}。`,
  );
  tell(
    refusalsKept,
    `Other requests that were refused are left as they were: ${listed(refusalsKept, language, (id) => id)}.`,
    `其他被拒请求保持不变：${listed(refusalsKept, language, (id) => id)}。`,
  );
  tell(
    refusalsLifted,
    `Requests refused then that would have been allowed, by the rule that refused them: ${listed(refusalsLifted, language, (id) => id)}. They did not happen, and are left out.`,
    `当时被拒、按新规则可以准许的请求（按当时的规则）：${listed(refusalsLifted, language, (id) => id)}。事情没有发生，不计入。`,
  );
  tell(
    leftOut,
    `Has no place under these rules and is left out: ${actNames(leftOut, language)}.`,
    `按新规则无从计入、已略去：${actNames(leftOut, language)}。`,
  );
  if (handoversNotJudged > 0)
    told.push(
      say(
        `The pack asks for more in a handover than was asked for then; ${handoversNotJudged} transfers are not judged by that (XFER-3).`,
        `制度包要求的交接内容比当时多；有 ${handoversNotJudged} 次转办未按此判断（XFER-3）。`,
      ),
    );
  tell(
    packsGone,
    `The pack of these matters is not installed; their side is as it was last written: ${listed(packsGone, language, (id) => id)}.`,
    `下列事项原用的制度包未安装，其原有数据以最后写入为准：${listed(packsGone, language, (id) => id)}。`,
  );
  return told;
};
