import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roles } from '@complaint-ledger/access';
import { ROLES, openPolicyBook } from '@complaint-ledger/policy';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isMeasured } from '../policy-words/measure-words.ts';
import { CommandLine } from '../testing/terminal.ts';

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

const pack = (rules: string): string => {
  const path = join(line.folder, 'mine.yaml');
  writeFileSync(path, `id: mine\nversion: 2\nextends: standard\nname: { zh-CN: 我的, en: Mine }\n${rules}`);
  return path;
};

describe('ledger policy check', () => {
  it('finds nothing in the packs in force', async () => {
    const { code, out, err } = await line.run(['policy', 'check', '--lang', 'en']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('No fault found.');
  });

  it('tells every fault and its cure in Chinese', async () => {
    const file = pack(
      'transfers: { limit: 2 }\ndeadlines: { reply: { name: { zh-CN: 答, en: A }, starts: filed, metBy: answered, within: 1h } }\n',
    );
    const { code, err } = await line.run(['policy', 'check', file, '--lang', 'zh-CN']);
    expect(code).toBe(1);
    expect(err).toContain('有 2 处错误：');
    expect(err).toContain('mine.yaml:5：transfers：这里没有“transfers”这个键。您是想写“transfer”吗？');
    expect(err).toContain('mine.yaml:6：deadlines.reply.metBy：“answered”的写法不对。请写 assigned、');
  });

  it('notes nothing on the rules of the packs that a file extends, which its author cannot mend', async () => {
    const file = join(line.folder, 'ours.yaml');
    writeFileSync(file, 'id: ours\nversion: 1\nextends: auto-workorder\nname: { zh-CN: 我们, en: Ours }\n');
    expect(await line.run(['policy', 'check', file])).toMatchObject({ code: 0, err: '' });
  });

  it('tells a handful of notes, and gives programs all of them', async () => {
    const dimensions = [
      'category: billing',
      'kind: fault',
      'channel: web',
      'product: p',
      'branch: b',
      'keyCustomer: true',
    ];
    const rules = dimensions.map((each, index) => `  - { when: { ${each} }, to: { group: g${index} } }\n`);
    const file = pack(`assignment:\n${rules.join('')}`);
    const { code, err } = await line.run(['policy', 'check', file, '--lang', 'zh-CN']);
    expect(code).toBe(0);
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain(
      '按 category 的规则（第 6 行）先于按 kind 的规则（第 7 行）：两者都符合的事项按 category 处理。',
    );
    expect(lines.at(-1)).toBe('……另有 10 条提示，--json 列出全部。');
    const { out } = await line.run(['policy', 'check', file, '--json']);
    expect((JSON.parse(out) as { notes: readonly object[] }).notes).toHaveLength(15);
  });

  it('names file, line and cure of every fault at once', async () => {
    const file = pack(
      'transfers: { limit: 2 }\ndeadlines: { reply: { name: { zh-CN: 答, en: A }, starts: filed, metBy: answered, within: 1h } }\n',
    );
    const { code, out, err } = await line.run(['policy', 'check', file]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`mine.yaml:5: transfers: There is no key 'transfers' here. Do you mean 'transfer'?`);
    expect(err).toContain(
      `mine.yaml:6: deadlines.reply.metBy: 'answered' is not written as it must be. Write assigned, contacted, resolved, followed-up, closed, step:… or escalated:….`,
    );
  });

  it('notes where the order of the assignment rules decides, and finds no fault in it', async () => {
    const file = pack(
      'assignment:\n  - { when: { category: billing }, to: { department: finance } }\n  - { when: { kind: fault }, to: { department: technology } }\n',
    );
    const { code, out, err } = await line.run(['policy', 'check', file, '--lang', 'en']);
    expect(code).toBe(0);
    expect(out).toContain('mine (version 2)');
    expect(err).toContain(
      'mine.yaml:6: assignment.0.when: Rules by category (line 6) speak before rules by kind (line 7): a matter that fits both goes by its category.',
    );
    const { out: json } = await line.run(['policy', 'check', file, '--json']);
    expect(JSON.parse(json)).toMatchObject({ ok: true, notes: [{ line: 6, path: 'assignment.0.when' }] });
  });
});

it('notes figures that no report has', async () => {
  const file = pack(
    'targets: { calls.answerRat: ">= 85 %" }\nreports: { weekly: { measures: [deadlines.*, filed.totals] } }\n',
  );
  const { code, err } = await line.run(['policy', 'check', file]);
  expect(code).toBe(0);
  expect(err).toContain("mine.yaml:5: targets.calls.answerRat: No report has a figure 'calls.answerRat'.");
  expect(err).toContain("mine.yaml:6: reports.weekly.measures.1: No report has a figure 'filed.totals'.");
  expect(err).not.toContain("'deadlines.*'");
});

it('ledger policy schema prints what editors check pack files with', async () => {
  const { code, out } = await line.run(['policy', 'schema']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ title: expect.any(String), properties: { deadlines: {}, steps: {} } });
});

it('packs may name every role of a key as deciding', () => {
  expect([...ROLES].toSorted()).toEqual([...roles].toSorted());
});

it('the packs of the project name figures that the reports have', () => {
  const book = openPolicyBook();
  const named = book.ids().flatMap((id) => {
    const { targets = {}, reports = {} } = book.policy(id).pack;
    return [...Object.keys(targets), ...Object.values(reports).flatMap(({ measures = [] }) => measures)];
  });
  expect([...new Set(named)].filter((measure) => !isMeasured(measure))).toEqual([]);
});
