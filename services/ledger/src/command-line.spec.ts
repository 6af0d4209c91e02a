import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dataFolder } from './open/data-folder.ts';
import { importStateIn } from './open/import-state.ts';
import { CommandLine } from './testing/terminal.ts';
import { filedEvent, ndjson } from './testing/events.ts';

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

const file = (name: string, text: string): string => {
  const path = join(line.folder, name);
  writeFileSync(path, text);
  return path;
};

describe('what is asked wrongly', () => {
  it('shows help with examples and ends well when nothing is asked', async () => {
    const { code, out } = await line.run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('ledger import complaints.csv --mapping m.yaml');
  });

  it.each([
    'serve',
    'demo',
    'import',
    'report',
    'verify',
    'copy',
    'replay',
    'quarantine',
    'policy',
    'keys',
    'erase',
    'doctor',
  ])('shows examples of %s in its help', async (command) => {
    const { out } = await line.run([command, '--help', '--lang', 'zh-CN']);
    expect(out).toMatch(new RegExp(`示例：\\n  ledger ${command}`));
  });

  it('speaks Chinese when the system does', async () => {
    const { code, out } = await line.run(['--help'], { LANG: 'zh_CN.UTF-8' });
    expect(code).toBe(0);
    expect(out).toContain('用法：');
    expect(out).toContain('导入 CSV、XLSX 或 NDJSON 文件');
  });

  it('has no English labels in its Chinese help', async () => {
    const help = await line.run(['report', '--help', '--lang', 'zh-CN']);
    const out = help.out.replaceAll(/\s+/g, ' ');
    expect(out).toContain('（可选："table", "json", "csv"，默认："table"）');
    expect(out).toContain('（可选："weekly", "monthly", "quarterly", "annual"）');
    expect(out).not.toMatch(/choices:|default:/);
    expect((await line.run(['report', '--help', '--lang', 'en'])).out).toContain('default: "table")');
  });

  it('suggests the command that was meant', async () => {
    const english = await line.run(['verfy']);
    expect(english).toMatchObject({ code: 1, out: '' });
    expect(english.err).toContain('Did you mean verify?');
    const chinese = await line.run(['verfy', '--lang', 'zh-CN']);
    expect(chinese.err).toContain('您是想用 verify 吗？');
  });

  it.each([
    [['verify'], '里没有账本。', '请用 --data 指定其文件夹'],
    [['serve', '--port', 'http'], '--port 不能是“http”。', '请用 0 到 65535 之间的数；0 表示任取。'],
    [['keys', 'create', 'boss', 'x'], '没有角色“boss”。', '可用的角色：'],
    [['import', 'nowhere.ndjson'], 'nowhere.ndjson', '请检查文件名和文件夹。'],
    [['policy', 'show', 'standart'], '没有制度包“standart”。', '您是想写“standard”吗？'],
  ])('%j is refused in Chinese to who reads Chinese', async (args, words, hint) => {
    const { code, err } = await line.run([...args, '--lang', 'zh-CN']);
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(err).toContain(hint);
  });

  it('says which setting one service alone needs', async () => {
    const { code, err } = await line.run(['serve', 'intake']);
    expect(code).toBe(1);
    expect(err).toContain('LEDGER_EVENTS is missing');
  });

  it.each([
    [['verify'], 'There is no ledger in'],
    [['serve', '--port', 'http'], "cannot be 'http'"],
    [['keys', 'create', 'boss', 'x'], "There is no role 'boss'"],
    [['import', 'nowhere.ndjson'], 'nowhere.ndjson'],
    [['policy', 'show', 'standart'], "There is no policy pack 'standart'"],
    [['quarantine', 'show', 'q-1'], 'There is no ledger in'],
    [['erase', '--phone', '13800000001'], 'There is no ledger in'],
  ])('%j is refused in a sentence, without a stack', async (args, words) => {
    const { code, out, err } = await line.run(args);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(words);
    expect(err).not.toMatch(/^\s+at /m);
    expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});

describe('a ledger in a folder', () => {
  it('imports, verifies, replays and says the same again', async () => {
    const events = file('events.ndjson', ndjson([filedEvent('C1'), filedEvent('C2')]));
    const imported = await line.run(['import', events, '--json']);
    expect(imported.code).toBe(0);
    expect(JSON.parse(imported.out)).toMatchObject({ accepted: 2, rejected: 0 });

    const verified = await line.run(['verify', '--json']);
    expect(verified.code).toBe(0);
    const { root, size } = JSON.parse(verified.out) as { root: string; size: number };
    expect(root).toMatch(/^[0-9a-f]{64}$/);
    expect(size).toBeGreaterThan(2);

    const replayed = await line.run(['replay', '--json']);
    expect(JSON.parse(replayed.out)).toMatchObject({ events: size, changed: [] });
  });

  it('imports a file again without doubling anything, even with its state lost', async () => {
    const events = file('events.ndjson', ndjson([filedEvent('C1')]));
    await line.run(['import', events]);
    const copy = join(line.folder, 'copy.ndjson');
    copyFileSync(events, copy);
    const again = await line.run(['import', copy, '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('leaves nothing beside the file that it imports', async () => {
    const events = file('events.ndjson', ndjson([filedEvent('C1')]));
    await line.run(['import', events]);
    expect(existsSync(`${events}.import-state.json`)).toBe(false);
  });

  it('makes a key file that only its owner reads', async () => {
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1')]))]);
    expect(statSync(join(line.data, 'vault.key')).mode & 0o777).toBe(0o600);
  });

  it('finds a changed byte', async () => {
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1')]))]);
    const db = new DatabaseSync(join(line.data, 'events.db'));
    db.exec("UPDATE events SET body = replace(body, 'phone', 'fax  ') WHERE position = 1");
    db.close();
    const { code, err } = await line.run(['verify']);
    expect(code).toBe(1);
    expect(err).toContain('position 1');
  });

  it('says so when a file is cut short', async () => {
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1')]))]);
    truncateSync(join(line.data, 'events.db'), 4096);
    const { code, err } = await line.run(['verify']);
    expect(code).toBe(1);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('erases a person by phone, only when told twice', async () => {
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1', { phone: '13900000001' })]))]);
    const asked = await line.run(['erase', '--phone', '13900000001']);
    expect(asked.code).toBe(1);
    expect(asked.err).toContain('--yes');
    const done = await line.run(['erase', '--phone', '13900000001', '--yes']);
    expect(done.code).toBe(0);
    expect((await line.run(['erase', '--phone', '13900000001', '--yes'])).code).toBe(1);
    expect((await line.run(['verify'])).code).toBe(0);
  });

  it('keeps a rejected message until it is mended and sent again', async () => {
    const bad = { ...filedEvent('C1'), data: { complaintId: 'C1', level: 'angry' } };
    const imported = await line.run(['import', file('bad.ndjson', ndjson([bad])), '--json']);
    expect(JSON.parse(imported.out)).toMatchObject({ accepted: 0, rejected: 1 });
    const listed = JSON.parse((await line.run(['quarantine', 'list', '--json'])).out) as {
      entries: { quarantineId: string; path: string }[];
    };
    expect(listed.entries).toHaveLength(1);
    const id = listed.entries[0]?.quarantineId ?? '';
    expect(listed.entries[0]?.path).toBe('data.level');
    expect((await line.run(['quarantine', 'resend', id])).code).toBe(1);
    const mended = file('mended.json', JSON.stringify(filedEvent('C1')));
    const sent = await line.run(['quarantine', 'resend', id, '--with', mended]);
    expect(sent).toMatchObject({ code: 0 });
    expect((await line.run(['quarantine', 'discard', id, '--reason', 'late'])).code).toBe(1);
  });
});

describe('keys', () => {
  it('are shown once, listed without their secret, and revoked', async () => {
    const created = await line.run(['keys', 'create', 'publisher', 'CRM north']);
    expect(created.code).toBe(0);
    const secret = created.out.trim();
    expect(secret).toMatch(/^cl_/);
    const listed = await line.run(['keys', 'list', '--json']);
    expect(listed.out).not.toContain(secret);
    const [key] = JSON.parse(listed.out) as { keyId: string; label: string }[];
    expect(key?.label).toBe('CRM north');
    expect((await line.run(['keys', 'revoke', key?.keyId ?? ''])).code).toBe(0);
    expect(readFileSync(join(line.data, 'access.db')).includes(secret)).toBe(false);
  });
});

describe('policy', () => {
  it('checks pack files and names the fault by line', async () => {
    const pack = file('mine.yaml', 'id: mine\nversion: 1\nextends: standard\nlevels:\n  major: 5\n');
    const { code, err } = await line.run(['policy', 'check', pack]);
    expect(code).toBe(1);
    expect(err).toContain('mine.yaml:5');
  });

  it('shows a pack as it is in force', async () => {
    const { code, out } = await line.run(['policy', 'show', 'standard', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: 'standard', transfer: { limit: 1 } });
  });
});

describe('doctor', () => {
  it('finds nothing wrong with a new folder and with one in use', async () => {
    expect((await line.run(['doctor', '--port', '0'])).code).toBe(0);
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1')]))]);
    expect((await line.run(['doctor', '--port', '0'])).code).toBe(0);
  });

  it('says that it only opened the log, and what re-hashes it', async () => {
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1')]))]);
    const english = await line.run(['doctor', '--port', '0', '--lang', 'en']);
    expect(english.out).toMatch(/log .*not re-hashed: `ledger verify`/);
    const chinese = await line.run(['doctor', '--port', '0', '--lang', 'zh-CN']);
    expect(chinese.out).toMatch(/未重新计算哈希：请运行 ledger verify/);
  });

  it('finds a key file that others can read', async () => {
    await line.run(['import', file('events.ndjson', ndjson([filedEvent('C1')]))]);
    chmodSync(join(line.data, 'vault.key'), 0o644);
    const { code, out } = await line.run(['doctor', '--port', '0']);
    expect(code).toBe(1);
    expect(out).toContain('WRONG');
  });
});

it('stops an import when asked to, and the next one goes on', async () => {
  const count = 1_500;
  const events = file('many.ndjson', ndjson(Array.from({ length: count }, (_, i) => filedEvent(`C${i}`))));
  const state = importStateIn(dataFolder(line.data), events);
  const running = line.start(['import', events]);
  // The first batch is taken when the state says so.
  while (!existsSync(state) && (await Promise.race([running.ended, delay(5)])) === undefined);
  const stopped = await running.stop();
  expect(stopped.code).toBe(130);
  expect(stopped.err).toContain('run it again to go on');
  const again = JSON.parse((await line.run(['import', events, '--json'])).out) as {
    accepted: number;
    duplicates: number;
    skipped: number;
  };
  expect(again.skipped).toBeGreaterThanOrEqual(500);
  expect(again.accepted).toBeGreaterThanOrEqual(500);
  expect(again.accepted + again.duplicates + again.skipped).toBe(count);
}, 60_000);
