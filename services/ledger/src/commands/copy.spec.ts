import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { sampleEvents } from '@complaint-ledger/event-store/testing';
import { CommandLine } from '../testing/terminal.ts';

describe('ledger copy', () => {
  let line: CommandLine;
  beforeEach(() => {
    line = new CommandLine();
  });
  afterEach(() => line.remove());

  const from = (): string => `sqlite:${join(line.folder, 'source.db')}`;

  const fill = async (): Promise<void> => {
    const source = openSqliteEventStore({ path: join(line.folder, 'source.db') });
    await source.append('case-1', 'no-stream', sampleEvents(3));
    await source.append('complaint-1', 'no-stream', sampleEvents(2));
    await source.close();
  };

  it.each([
    ['a place that is none', 'mysql://root:hunter2@x', 'This is no place of a log'],
    ['a log that is not there', 'sqlite:nowhere', 'There is no ledger in nowhere'],
  ])('refuses %s and makes nothing', async (_, place, message) => {
    const { code, err } = await line.run(['copy', '--from', place, '--to', `sqlite:${join(line.folder, 'copy')}`]);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toContain('hunter2');
    expect(existsSync(join(line.folder, 'copy'))).toBe(false);
  });

  it('copies, says the root of both, and copies nothing the second time', async () => {
    await fill();
    const to = `sqlite:${line.data}`;
    const first = await line.run(['copy', '--from', from(), '--to', to, '--json']);
    expect(JSON.parse(first.out)).toEqual({ copied: 5, size: 5, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const verified = await line.run(['verify', '--json']);
    expect(verified.code).toBe(0);
    const second = await line.run(['copy', '--from', from(), '--to', to], { LANG: 'zh_CN.UTF-8' });
    expect(second.out).toContain('已复制 0 个事件；副本共 5 个。');
  });

  it('refuses a target that holds another log', async () => {
    await fill();
    const other = openSqliteEventStore({ path: join(line.folder, 'other.db') });
    await other.append('case-1', 'no-stream', sampleEvents(1));
    await other.close();
    const { code, err } = await line.run(['copy', '--from', from(), '--to', `sqlite:${join(line.folder, 'other.db')}`]);
    expect(code).toBe(1);
    expect(err).toContain('The target holds events that are not of the source');
    const again = ['copy', '--from', from(), '--to', `sqlite:${join(line.folder, 'other.db')}`, '--lang', 'zh-CN'];
    expect((await line.run(again)).err).toMatch(/目标日志中有不属于来源的事件。\n请复制到空的日志/);
  });
});
