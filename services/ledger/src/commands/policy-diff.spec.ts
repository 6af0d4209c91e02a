import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../testing/terminal.ts';

let line = new CommandLine();
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
  const { code, out } = await line.run(['policy', 'diff', 'standard', pack(rules), '--lang', language]);
  expect(code).toBe(0);
  return out.trim().split('\n').slice(1);
};

describe('ledger policy diff', () => {
  it.each([
    [
      'deadlines: { first-response: { within: { major: 60min } } }\n',
      '  deadline first-response (First response): length, major (Major complaint): 10min → 60min [LEVEL-1]',
      '  时限 first-response (首次响应)：时长，major (重大投诉)：10min → 60min [LEVEL-1]',
    ],
    [
      'deadlines: { second-response: { penalty: { crisis: 100 CNY } } }\n',
      '  deadline second-response (Second response): penalty, crisis (Crisis): 80 CNY → 100 CNY [LEVEL-1]',
      '  时限 second-response (二次响应)：罚款，crisis (危机事件)：80 CNY → 100 CNY [LEVEL-1]',
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
      '  transfers: handover must have: need, facts, promised, contact → need, facts [XFER-3]',
      '  转办：交接必填项：need、facts、promised、contact → need、facts [XFER-3]',
    ],
    [
      'channels: { fax: { zh-CN: 传真, en: Fax } }\n',
      '  channel fax (Fax): new [FILE-1]',
      '  渠道 fax (传真)：新增 [FILE-1]',
    ],
    ['verdicts: ~\n', '  verdict: any word is taken [RES-4]', '  认定：不再限定 [RES-4]'],
    ['followUp: { required: false }\n', '  follow-up: required: yes → no [FUP-2]', '  回访：必须：是 → 否 [FUP-2]'],
    ['defaultLevel: major\n', '  default level: dissatisfied → major', '  默认等级：dissatisfied → major'],
  ])('says what %j changes', async (rules, english, chinese) => {
    expect(await told(rules)).toEqual([english]);
    expect(await told(rules, 'zh-CN')).toEqual([chinese]);
  });

  it('tells one length for every level from lengths by level only where they differ', async () => {
    const all = '{ dissatisfied: 24h, very-dissatisfied: 24h, major: 12h, crisis: 24h }';
    expect(await told(`deadlines: { second-response: { within: ${all} } }\n`)).toEqual([
      '  deadline second-response (Second response): length, major (Major complaint): 24h → 12h [LEVEL-1]',
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
    expect(only).toContain('met by closed');
    expect(only).toContain('30d');
  });

  it('tells assignment rules by what they fit, and their order', async () => {
    const lines = await told(
      'assignment:\n  - { when: { category: billing }, to: { department: sales } }\n  - { when: { kind: whistleblowing }, to: { department: operations } }\n  - { when: {}, to: { department: customer-service } }\n',
    );
    expect(lines).toContain('  assignment: category billing: finance → sales');
    expect(lines).toContain('  assignment: kind fault: technology → nothing');
    expect(lines).toContain(
      '  assignment: order: kind whistleblowing, category billing, everything → category billing, kind whistleblowing, everything',
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
