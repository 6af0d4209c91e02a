import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roles } from '@complaint-ledger/access';
import { ROLES, openPolicyBook } from '@complaint-ledger/policy';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isMeasured } from '../policy-words/measure-words.ts';
import { CommandLine } from '../testing/terminal.ts';

let line = new CommandLine();
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
