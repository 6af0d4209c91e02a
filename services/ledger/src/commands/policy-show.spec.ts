import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { pageText } from '../policy-show/page-text.ts';
import { policyPage } from '../policy-show/policy-page.ts';
import { CommandLine } from '../testing/terminal.ts';

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

const shown = async (...args: readonly string[]): Promise<string> => {
  const { code, out } = await line.run(['policy', 'show', ...args]);
  expect(code).toBe(0);
  return out;
};

describe('ledger policy show', () => {
  it('tells a pack in sentences, each section with its rules', async () => {
    const out = await shown('standard', '--lang', 'en');
    expect(out).toMatch(/^Standard$/m);
    expect(out).toMatch(/^Working time is 09:00-18:00 on the working days of the calendar CN/m);
    expect(out).toMatch(/^First response +level Dissatisfied +30 minutes +20 CNY +LEVEL-1$/m);
    expect(out).toMatch(/^- Matters about “Billing” go to Finance\.$/m);
    expect(out).toMatch(/^- A matter may be passed on to another department once at most; .* \[XFER-1\]$/m);
    expect(out).toMatch(/^Extensions \[EXT-1\]$/m);
  });

  it('says the same in Chinese', async () => {
    const out = await shown('standard', '--lang', 'zh-CN');
    expect(out).toMatch(/^标准规则$/m);
    expect(out).toMatch(/^首次响应 +等级：不满意 +30 分钟 +20 元 +LEVEL-1$/m);
    expect(out).toMatch(/^- 类别为“计费与收费”的事项派给财务部。$/m);
    expect(out).toMatch(/^- 事项在部门之间至多转办 1 次；.* \[XFER-1\]$/m);
  });

  it('shows what a file changes, and nothing of what it takes away', async () => {
    const file = join(line.folder, 'mine.yaml');
    writeFileSync(
      file,
      `id: mine
version: 3
extends: standard
name: { zh-CN: 我的规则, en: Mine }
followUp: { required: false, survey: ~ }
penalties: ~
companyDays: { closed: [2026-05-20] }
duty: [{ person: night-owl, on: [sat, sun], hours: '18:00-24:00' }]
`,
    );
    const out = await shown('mine', '--pack', file, '--lang', 'en');
    expect(out).toContain('The rules “mine”, version 3, which begin with those of “standard”.');
    expect(out).toContain('A call after the settlement is not required. [FUP-1]');
    expect(out).toContain('The company closes on 2026-05-20.');
    expect(out).toContain('On duty on Saturdays and Sundays, 18:00-24:00: night-owl.');
    expect(out).not.toContain('The survey asks');
    expect(out).not.toContain('PEN-3');
  });

  it('writes a page of its own for a browser', async () => {
    const file = join(line.folder, 'mine.yaml');
    writeFileSync(file, `id: mine\nversion: 1\nextends: standard\nname: { zh-CN: 我的, en: '<Mine> & yours' }\n`);
    const out = await shown('mine', '--pack', file, '--html', '--lang', 'en');
    expect(out).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(out).toContain('<h1>&lt;Mine&gt; &amp; yours</h1>');
    expect(out).toContain('<cite>XFER-1</cite>');
    expect(out).not.toMatch(/(src|href)=|<script|undefined/);
    expect(await shown('standard', '--html', '--lang', 'zh-CN')).toContain('<html lang="zh-CN">');
  });

  it('gives the pack itself to programs and to authors', async () => {
    expect(JSON.parse(await shown('standard', '--json'))).toMatchObject({ id: 'standard', transfer: { limit: 1 } });
    expect(await shown('standard', '--yaml')).toMatch(/^id: standard$/m);
  });

  it('tells an unknown pack', async () => {
    const { code, err } = await line.run(['policy', 'show', 'standart']);
    expect(code).toBe(1);
    expect(err).toContain("no policy pack 'standart'");
  });
});

describe('the page of every pack', () => {
  const book = openPolicyBook();
  const keys =
    /undefined|null|NaN|\[object|\b(metBy|starts:|within:|seenBy|signedBy|decidedBy|handledCallKinds|outOfHours|keyCustomer|ownGroup|pausedBy|headHandles|step:|escalated:|lossFen|receivedBy|upTo)\b/;

  it.each(book.ids().flatMap((id) => (['en', 'zh-CN'] as const).map((language) => [id, language] as const)))(
    '%s has sentences in %s and no word of YAML',
    (id, language) => {
      const { pack } = book.policy(id);
      const page = policyPage(pack, language);
      const told = pageText(page);
      expect(told).not.toMatch(keys);
      const ends = language === 'en' ? /\.$/ : /。$/;
      for (const { blocks, rules } of page.sections) {
        expect(rules.length).toBeGreaterThan(0);
        for (const block of blocks) {
          if (block.kind === 'text') expect(block.line.text).toMatch(ends);
          if (block.kind === 'list') for (const { text } of block.items) expect(text).toMatch(ends);
        }
      }
      for (const { name, rule } of Object.values(pack.deadlines)) {
        expect(told).toContain(name[language]);
        if (rule !== undefined) expect(told).toContain(rule);
      }
    },
  );
});
