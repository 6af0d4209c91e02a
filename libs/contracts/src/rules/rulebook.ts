/** A sentence for a reader in either language. */
export interface Sentence {
  readonly 'zh-CN': string;
  readonly en: string;
}

const rule = (zh: string, en: string): Sentence => ({ 'zh-CN': zh, en });

/** Every rule of the rulebook in a sentence, by id: what a refusal, a violation or a report means when it names one. */
export const rulebook = {
  'CALL-1': rule('电话应在响铃三声内接听。', 'Answer within three rings.'),
  'CALL-2': rule('每通来电无论结果都记入来电日志。', 'Every call is logged, whatever became of it.'),
  'CALL-3': rule(
    '来电按需求类型处理：咨询、投诉、意见、建议、查询、故障、购买、售后、举报、骚扰。',
    'A call is handled by its kind of need.',
  ),
  'CALL-4': rule(
    '来电人不愿说的内容记为缺项，不影响登记。',
    'What a caller refuses to say is marked missing and never blocks the record.',
  ),
  'CALL-5': rule(
    '通话超过五分钟或需其他部门协助的，征得同意后保持，或约定回电时间。',
    'A long call is held with consent or ends with a promised call-back time.',
  ),
  'CALL-6': rule('约定的回电本身就是期限。', 'A promised call-back is a deadline of its own.'),
  'CALL-7': rule('无人能接的来电成为回电任务。', 'A call that nobody can take becomes a call-back task.'),
  'CALL-8': rule(
    '热线只用于服务，内部占用记为违规使用。',
    'The line is for service only; internal use is logged as misuse.',
  ),
  'CALL-9': rule('报告接通率，目标由规则包规定。', 'The answer rate is reported; its target is policy.'),
  'CALL-10': rule(
    '骚扰来电单独标记、排队、警示；屏蔽须有理由和期限。',
    'Nuisance callers are marked and queued apart; blocking needs a reason and an end.',
  ),
  'CALL-11': rule(
    '故障申告包含三部分：故障现象、具体位置、此前操作。',
    'A fault report has three parts: what, where, and what led to it.',
  ),
  'CALL-12': rule(
    '告知账户信息之前先记录身份核验。',
    'Before any account data is told, the identity check is recorded.',
  ),
  'CALL-13': rule(
    '咨询记录可含咨询类型、熟悉程度、简评、媒体来源、年龄和住址。',
    'An inquiry record may carry type, familiarity, assessment, media source, age and residence.',
  ),
  'FIRST-1': rule('首问负责：谁先受理，谁负责到办结。', 'Whoever receives a matter first owns it until it is closed.'),
  'FIRST-2': rule(
    '本组客户归本组；他组客户转至他组，忙时约定由专人回电。',
    'The own group’s customers go to the own group.',
  ),
  'FIRST-3': rule(
    '受理部门能解决的一般事项就地解决，不转办。',
    'A general matter that the receiver’s department can solve is solved there.',
  ),
  'XFER-1': rule('同一来电或事项至多转办一次。', 'The same matter is transferred at most once.'),
  'XFER-2': rule('同一事项至多两人经办。', 'Two people at most handle the same matter.'),
  'XFER-3': rule(
    '转办须完整移交需求、已知事实、已作承诺和联系方式，客户不必重复。',
    'A transfer hands over everything already learnt, so that the customer repeats nothing.',
  ),
  'XFER-4': rule(
    '被拒绝的转办留下记录，事项仍由原承办方解决或上报。',
    'A refused transfer is recorded; the holder solves the matter or escalates it.',
  ),
  'XFER-5': rule(
    '没有接收部门，不得以“非我方责任”结案。',
    'A matter is not closed as “not ours” without a department that accepted it.',
  ),
  'FILE-1': rule(
    '受理渠道：电话、来访、来信、网站、应用、邮件、客户系统；举报保密。',
    'Complaints come by phone, walk-in, letter, web, app, e-mail or CRM; whistleblowing is confidential.',
  ),
  'FILE-2': rule(
    '投诉记录完整保存当事人、联系方式、详情、诉求、损失和证据。',
    'The complaint keeps who, contact, detail, demand, loss and evidence.',
  ),
  'FILE-3': rule(
    '同一人同一事项在期限内重复投诉的，关联并计数，不合并。',
    'A repeat is linked and counted, not merged.',
  ),
  'FILE-4': rule('受理后限时向责任部门派单。', 'A work order for the responsible department is issued in time.'),
  'FILE-5': rule('按投诉类别归类。', 'Complaints are put into categories.'),
  'LEVEL-1': rule(
    '按投诉等级规定首次、二次响应时限和逾期罚款。',
    'Each level has its response times and its fine for each overdue response.',
  ),
  'LEVEL-2': rule(
    '等级可凭理由升降；未完成的期限自受理起重算，已作处罚不变。',
    'The level may change with a reason; open deadlines are recomputed, fines stand.',
  ),
  'CONT-1': rule('派单或通知后限时首次联系客户。', 'The customer is first contacted in time.'),
  'CONT-2': rule('部门处理结果限时填入工单返回。', 'The department’s result is returned in time.'),
  'CONT-3': rule('暂不能答复的，主动告知进展。', 'Whoever cannot answer yet tells the customer the progress unasked.'),
  'EXT-1': rule(
    '联系不上客户可在到期前申请延期，由总经理批准或驳回；批准则免除该期限的处罚。',
    'More time is asked for before the deadline and granted or refused by the general manager.',
  ),
  'RES-1': rule('一般事项能办即办，否则限时办结。', 'Normal matters are settled at once when possible, else in time.'),
  'RES-2': rule('按事项难易分级答复。', 'Answers are due by tier.'),
  'RES-3': rule(
    '处理步骤逐项留痕：记录、判断、定责、查因、方案、批准、执行、告知、处罚、总结。',
    'Each handling step is an event.',
  ),
  'RES-4': rule(
    '结论：属实、部分属实、不属实；产品：质量缺陷、使用不当、无法判定。',
    'A verdict says what the investigation found.',
  ),
  'RES-5': rule(
    '补偿须有类型、金额、授权人，并在其权限之内。',
    'Compensation has a type, an amount, an authoriser and a limit.',
  ),
  'RES-6': rule(
    '部门之间的事项先办结客户的事，再提协调建议。',
    'Between departments the customer’s business is finished first.',
  ),
  'RES-7': rule('客户接受并表示不再追究，方可结案。', 'The customer’s acceptance closes the case.'),
  'ESC-1': rule(
    '重大投诉处理之前先报主管领导和总经理。',
    'Major complaints go to the leader in charge before handling begins.',
  ),
  'ESC-2': rule(
    '医疗损害立即报告院长；严重者六小时内报卫生主管部门。',
    'Medical harm goes to the director at once, grave harm to the authority within six hours.',
  ),
  'ESC-3': rule(
    '非办公时间由值班人员受理，上班后告知办公室。',
    'Outside office hours the duty officer receives and handles.',
  ),
  'ESC-4': rule(
    '超出权限或跨部门的，按内部联络单逐级限时处理。',
    'Beyond the clerk’s authority the memo route applies, with its times.',
  ),
  'FUP-1': rule('办结后限时回访客户。', 'After resolution the customer is called back.'),
  'FUP-2': rule('客户不满意的，开启新一轮处理，直到满意。', 'Not satisfied: a new round with new deadlines.'),
  'FUP-3': rule('以最后一次回访的满意度为准。', 'The last answer is the one that counts.'),
  'FUP-4': rule(
    '结案后进行满意度调查；重点客户单独建档跟踪。',
    'A survey follows each closed complaint; key customers have a file of their own.',
  ),
  'PEN-1': rule(
    '逾期响应按等级处罚承办部门。',
    'Each overdue response is a fine on the department that held the case.',
  ),
  'PEN-2': rule(
    '直接责任人和部门负责人按损失分担处罚。',
    'The person responsible and the manager share a damage-based penalty.',
  ),
  'PEN-3': rule(
    '处罚可以申诉，总经理凭理由可以免除。',
    'A fine can be appealed, and waived by the general manager with a reason.',
  ),
  'CONF-1': rule(
    '客户信息和公司秘密须保密，使用须有目的并留痕。',
    'Customer data is confidential; use needs a purpose and leaves a record.',
  ),
  'REP-1': rule(
    '按周、月、年向总经理报告投诉分析并反馈各部门。',
    'Weekly, monthly and annual analysis for the general manager.',
  ),
  'REP-2': rule('按期间和部门统计各项数字。', 'Figures by period and department.'),
  'REP-3': rule('按员工统计接听、回电、处理、满意度和违规。', 'Figures by agent.'),
  'REP-4': rule('处理单和协调工作单每案一页。', 'Handling form and work order print as one page per case.'),
  'REP-5': rule(
    '报告中每个数字都可追溯到构成它的事件。',
    'Every number in a report leads to the events that make it up.',
  ),
} as const satisfies Readonly<Record<string, Sentence>>;

export type RuleId = keyof typeof rulebook;

/** The rule's sentence; undefined for an id that the rulebook does not have. */
export const ruleSentence = (id: string): Sentence | undefined =>
  Object.hasOwn(rulebook, id) ? rulebook[id as RuleId] : undefined;
