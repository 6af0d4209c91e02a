import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../testing/terminal.ts';

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

const pack = (rules: string, id = 'mine'): string => {
  const path = join(line.folder, `${id}-${rules.length}.yaml`);
  writeFileSync(path, `id: ${id}\nversion: 2\nextends: standard\nname: { zh-CN: 标准规则, en: Standard }\n${rules}`);
  return path;
};

const told = async (rules: string, language = 'en'): Promise<readonly string[]> => {
  const { code, out, err } = await line.run(['policy', 'diff', 'standard', pack(rules), '--lang', language]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.trim().split('\n').slice(1);
};

describe('ledger policy diff', () => {
  it.each([
    [
      'deadlines: { first-response: { within: { major: 60min } } }\n',
      '  deadline first-response (First response): length, “Major complaint”: 10 minutes → 60 minutes [LEVEL-1]',
      '  时限 first-response (首次响应)：时长，“重大投诉”：10 分钟 → 60 分钟 [LEVEL-1]',
    ],
    [
      'deadlines: { second-response: { penalty: { crisis: 100 CNY } } }\n',
      '  deadline second-response (Second response): penalty, “Crisis”: 80 CNY → 100 CNY [LEVEL-1]',
      '  时限 second-response (二次响应)：罚款，“危机事件”：80 元 → 100 元 [LEVEL-1]',
    ],
    [
      'deadlines: { follow-up: ~ }\n',
      '  deadline follow-up (Follow-up): gone [FUP-1]',
      '  时限 follow-up (回访)：删除 [FUP-1]',
    ],
    [
      'transfer: { limit: 2 }\n',
      '  transfers: transfers allowed: 1 → 2 [XFER-1]',
      '  转办：允许转办次数：1 → 2 [XFER-1]',
    ],
    [
      'transfer: { handover: [need, facts] }\n',
      '  transfers: handover must have: the need, the facts so far, what was promised, how to reach the customer → the need, the facts so far [XFER-3]',
      '  转办：交接必填项：诉求、已知事实、已作承诺、联系方式 → 诉求、已知事实 [XFER-3]',
    ],
    [
      'channels: { fax: { zh-CN: 传真, en: Fax } }\n',
      '  channel fax (Fax): new [FILE-1]',
      '  渠道 fax (传真)：新增 [FILE-1]',
    ],
    ['verdicts: ~\n', '  verdict: any word is taken [RES-4]', '  认定：不再限定 [RES-4]'],
    ['followUp: { required: false }\n', '  follow-up: required: yes → no [FUP-1]', '  回访：必须：是 → 否 [FUP-1]'],
    ['defaultLevel: major\n', '  default level: Dissatisfied → Major complaint', '  默认等级：不满意 → 重大投诉'],
  ])('says what %j changes', async (rules, english, chinese) => {
    expect(await told(rules)).toEqual([english]);
    expect(await told(rules, 'zh-CN')).toEqual([chinese]);
  });

  it.each([
    [
      'steps: { judged: { before: resolved, signedBy: general-manager } }\n',
      [
        '  step judged (Judged whether justified): before: nothing → the settlement [RES-3]',
        '  step judged (Judged whether justified): signed by: nothing → “General manager” [RES-3]',
      ],
      [
        '  步骤 judged (判断是否属实)：须在此之前：无 → 办结 [RES-3]',
        '  步骤 judged (判断是否属实)：签字人：无 → “总经理” [RES-3]',
      ],
    ],
    [
      'escalations: { major: { before: handling } }\n',
      ['  escalation major (Major complaint told upward): before: the settlement → handling begins [ESC-1]'],
      ['  上报 major (重大投诉上报)：须在此之前：办结 → 处理开始 [ESC-1]'],
    ],
    [
      'compensation: { authority: { agent: 100 CNY, general-manager: 90000 CNY } }\n',
      [
        '  compensation: limit of, agents: 500 CNY → 100 CNY [RES-5]',
        '  compensation: limit of, “General manager”: any amount → 90000 CNY [RES-5]',
      ],
      ['  补偿：限额，客服人员：500 元 → 100 元 [RES-5]', '  补偿：限额，“总经理”：不限金额 → 90000 元 [RES-5]'],
    ],
    [
      'penalties: { waivers: [general-manager], damage: { of: wage } }\n',
      [
        '  fines: waived by: “General manager”, managers → “General manager” [PEN-3]',
        '  fines: share of a loss, share of: the bonus → the wage [PEN-2]',
      ],
      ['  处罚：免除人：“总经理”、经理 → “总经理” [PEN-3]', '  处罚：损失分担，比例基数：奖金 → 工资 [PEN-2]'],
    ],
    [
      'followUp: { survey: { speed: ~, price: { zh-CN: 价格, en: The price } } }\n',
      [
        '  follow-up: question of the survey, “Satisfied with how soon it came”: gone [FUP-4]',
        '  follow-up: question of the survey, “The price”: new [FUP-4]',
      ],
      ['  回访：调查问题，“对处理速度的满意程度”：删除 [FUP-4]', '  回访：调查问题，“价格”：新增 [FUP-4]'],
    ],
    [
      'repeats: { within: 60d, same: [category] }\n',
      [
        '  repeats: length: 30 days → 60 days [FILE-3]',
        '  repeats: what must agree: category, product → category [FILE-3]',
      ],
      ['  重复投诉：时长：30 天 → 60 天 [FILE-3]', '  重复投诉：须相同：类别、产品 → 类别 [FILE-3]'],
    ],
    [
      'calls: { rings: 5, nuisance: { warnAfter: { calls: 2 } }, identity: { atLeast: 1 } }\n',
      [
        '  calls: rings: 3 → 5 [CALL-1]',
        '  calls: nuisance callers, warned after: 3 calls within 24 hours → 2 calls within 24 hours [CALL-10]',
        '  calls: identity check, ways it takes: 2 → 1 [CALL-12]',
      ],
      [
        '  来电：响铃声数：3 → 5 [CALL-1]',
        '  来电：骚扰来电，警示：24 小时内 3 次 → 24 小时内 2 次 [CALL-10]',
        '  来电：身份核验，至少通过项数：2 → 1 [CALL-12]',
      ],
    ],
    [
      'headHandles: [{ level: crisis }]\nconfidential: [{ when: { kind: whistleblowing }, seenBy: [general-manager] }]\n',
      [
        '  handled by the head in person: matters of the level “Major complaint” or “Crisis”: gone [ESC-1]',
        '  handled by the head in person: matters of the level “Crisis”: new [ESC-1]',
        '  confidential: matters of the kind “Whistleblowing”: “Leader in charge”, “General manager” → “General manager” [FILE-1]',
        '  confidential: matters by the channel “Letter”, of the kind none told: “Leader in charge”, “General manager” → nothing [FILE-1]',
      ],
      [
        '  负责人亲自处理：等级为“重大投诉”或“危机事件”的事项：删除 [ESC-1]',
        '  负责人亲自处理：等级为“危机事件”的事项：新增 [ESC-1]',
        '  保密：需求类型为“举报”的事项：“主管领导”、“总经理” → “总经理” [FILE-1]',
        '  保密：渠道为“来信”且需求类型为未注明的事项：“主管领导”、“总经理” → 无 [FILE-1]',
      ],
    ],
    [
      'duty: [{ on: [sun], person: night-owl }]\ntransfer: { keeps: [{ kind: inquiry }] }\n',
      [
        '  transfers: solved without a transfer, matters of the kind “Inquiry” or “Query”: gone [FIRST-3]',
        '  transfers: solved without a transfer, matters of the kind “Inquiry”: new [FIRST-3]',
        '  On duty on Sundays: night-owl: new [ESC-3]',
      ],
      [
        '  转办：就地解决，需求类型为“咨询”或“查询”的事项：删除 [FIRST-3]',
        '  转办：就地解决，需求类型为“咨询”的事项：新增 [FIRST-3]',
        '  周日值班：night-owl：新增 [ESC-3]',
      ],
    ],
    [
      'outcomes: { done: { decidedBy: [manager], reason: true } }\nextension: { cap: 1 working day, grounds: { parts: { zh-CN: 等待备件, en: Waiting for parts } } }\n',
      [
        '  extensions: longest extension: 5 working days → 1 working day [EXT-1]',
        '  extensions: ground, “Waiting for parts”: new [EXT-1]',
        '  way to close done (Done): decided by: nothing → managers [RES-7]',
        '  way to close done (Done): a reason must be given: nothing → yes [RES-7]',
      ],
      [
        '  延期：最长延期：5 个工作日 → 1 个工作日 [EXT-1]',
        '  延期：理由，“等待备件”：新增 [EXT-1]',
        '  结案方式 done (已办结)：决定人：无 → 经理 [RES-7]',
        '  结案方式 done (已办结)：须写明理由：无 → 是 [RES-7]',
      ],
    ],
    [
      'deadlines: { answer: { within: { table: { query: 1h } }, when: { level: major } } }\nlevels: { crisis: { en: Catastrophe } }\n',
      [
        '  level crisis (Catastrophe): Crisis → Catastrophe [LEVEL-1]',
        '  deadline answer (Answer): length, kind of need “Query”: by the end of the same day → 1 hour [RES-2]',
        '  deadline answer (Answer): for: nothing → matters of the level “Major complaint” [RES-2]',
      ],
      [
        '  时限 answer (答复)：时长，需求类型“查询”：当日结束前 → 1 小时 [RES-2]',
        '  时限 answer (答复)：适用于：无 → 等级为“重大投诉”的事项 [RES-2]',
      ],
    ],
  ])('says what %j changes, one by one', async (rules, english, chinese) => {
    expect(await told(rules)).toEqual(english);
    expect(await told(rules, 'zh-CN')).toEqual(expect.arrayContaining([...chinese]));
  });

  it('says nothing of what both packs say for all levels alike, though their levels differ', async () => {
    const { out } = await line.run(['policy', 'diff', 'company', 'agri-shop', '--lang', 'en']);
    expect(out).toContain('level everyday (Everyday matter): new');
    expect(out).not.toContain('missed-call');
  });

  it('tells one length for every level from lengths by level only where they differ', async () => {
    const all = '{ dissatisfied: 24h, very-dissatisfied: 24h, major: 12h, crisis: 24h }';
    expect(await told(`deadlines: { second-response: { within: ${all} } }\n`)).toEqual([
      '  deadline second-response (Second response): length, “Major complaint”: 24 hours → 12 hours [LEVEL-1]',
    ]);
  });

  it('tells once what changes alike for every level', async () => {
    expect(await told('deadlines: { resolution: { within: 5 working days } }\n')).toEqual([
      '  deadline resolution (Resolution): length: 3 working days → 5 working days [RES-1]',
    ]);
  });

  it('tells a new deadline with all that it says', async () => {
    const rule = '{ name: { zh-CN: 结案, en: Closing }, starts: filed, metBy: closed, within: 30d }';
    const [only] = await told(`deadlines: { closing: ${rule} }\n`);
    expect(only).toContain('deadline closing (Closing): new');
    expect(only).toContain('kept when the matter is closed');
    expect(only).toContain('length 30 days');
  });

  it('tells assignment rules by what they fit, and their order', async () => {
    const lines = await told(
      'assignment:\n  - { when: { category: billing }, to: { department: sales } }\n  - { when: { kind: whistleblowing }, to: { department: operations } }\n  - { when: {}, to: { department: customer-service } }\n',
    );
    expect(lines).toContain('  assignment: matters about “Billing”: Finance → Sales');
    expect(lines).toContain('  assignment: matters of the kind “Fault report”: Technology → nothing');
    expect(lines).toContain(
      '  assignment: order: matters of the kind “Whistleblowing”; matters about “Billing”; all matters → matters about “Billing”; matters of the kind “Whistleblowing”; all matters',
    );
  });

  it('finds nothing between a pack and itself under another name', async () => {
    expect(await told('')).toEqual(['Their rules are the same.']);
  });

  it('compares two versions of one pack', async () => {
    const [one, other] = [pack('transfer: { limit: 3 }\n'), pack('transfer: { limit: 10 }\n')];
    const { out } = await line.run(['policy', 'diff', one, other, '--json']);
    expect(JSON.parse(out)).toEqual({
      before: { id: 'mine', version: 2 },
      after: { id: 'mine', version: 2 },
      differences: [
        {
          path: 'transfer.limit',
          rule: 'XFER-1',
          before: 3,
          after: 10,
          words: { 'zh-CN': '转办：允许转办次数：3 → 10', en: 'transfers: transfers allowed: 3 → 10' },
        },
      ],
    });
  });

  it('tells an unknown pack and a faulty one', async () => {
    expect((await line.run(['policy', 'diff', 'standard', 'standart'])).err).toContain("no policy pack 'standart'");
    const faulty = await line.run(['policy', 'diff', 'standard', pack('transfer: { limit: many }\n')]);
    expect(faulty.code).toBe(1);
    expect(faulty.err).toMatch(/mine-\d+\.yaml:5/);
  });
});
