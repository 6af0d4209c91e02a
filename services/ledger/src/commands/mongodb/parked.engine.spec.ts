import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type ParkedPlace, parkedIn } from '@complaint-ledger/event-feed';
import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { CommandLine } from '../../testing/terminal.ts';

describe('ledger parked', () => {
  const scratch = scratchDatabase();
  const { pathname, search } = new URL(scratch.url);
  const url = scratch.url.replace(`${pathname}${search}`, `/${scratch.database}${search}`);
  const environment = { LEDGER_MONGODB: url, LEDGER_KAFKA_PREFIX: 'a.' };
  let line: CommandLine;
  let store: ProjectionStore;
  let place: ParkedPlace;

  beforeEach(async () => {
    line = new CommandLine();
    store = await openMongoProjectionStore({ url });
    const parked = parkedIn(store, { prefix: 'a.', now: () => Date.parse('2026-11-20T12:00:00Z') });
    place = parked.place('routing@1', 17);
    const error = new LedgerError('calendar', said('There is no calendar of 2031.', '没有 2031 年的日历。'), {
      hint: said('Add it with --calendar.', '请用 --calendar 添加。'),
    });
    await place.park({ consumer: 'routing@1', bucket: 17, position: 41, events: 1, attempt: 6, error, retryIn: 1 });
  });
  afterEach(async () => {
    line.remove();
    await store.close();
    await scratch.dispose();
  });

  it('lists where each stands, since when and why', async () => {
    const { out } = await line.run(['parked', 'list'], environment);
    for (const word of ['routing@1', '17', '41', '2026-11-20T12:00:00.000Z', 'no calendar of 2031', '--calendar'])
      expect(out).toContain(word);
    const chinese = await line.run(['parked', 'list', '--lang', 'zh-CN'], environment);
    expect(chinese.out).toContain('没有 2031 年的日历。 请用 --calendar 添加。');
    expect(JSON.parse((await line.run(['parked', 'list', '--json'], environment)).out)).toMatchObject([
      { consumer: 'routing@1', bucket: 17, position: 41, reason: { code: 'calendar' } },
    ]);
  });

  it('has the chosen ones tried again, and none of another ledger', async () => {
    const other = await line.run(['parked', 'retry', '--json'], { ...environment, LEDGER_KAFKA_PREFIX: 'b.' });
    expect(JSON.parse(other.out)).toEqual([]);
    expect((await line.run(['parked', 'retry', 'routing@1', '3'], environment)).err).toContain('Nothing is parked');
    expect(await place.wished()).toBe(false);
    expect((await line.run(['parked', 'retry', 'routing@1', '17'], environment)).out).toContain('routing@1/17');
    expect(await place.wished()).toBe(true);
  });

  it.each(['x', '64'])('refuses %s, which is no bucket', async (bucket) => {
    const { code, err } = await line.run(['parked', 'retry', 'routing@1', bucket], environment);
    expect(code).toBe(1);
    expect(err).toContain(`'${bucket}' is no bucket`);
  });
});
