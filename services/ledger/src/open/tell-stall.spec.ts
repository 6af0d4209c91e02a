import { Writable } from 'node:stream';
import { LedgerError } from '@complaint-ledger/contracts';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { tellStall } from './tell-stall.ts';

const loading = new LedgerError('unavailable', 'the coordinator is loading');

it.each([
  [loading, 1, 100, []],
  [loading, 5, 100, []],
  [loading, 6, 100, [{ level: 40, reason: 'the coordinator is loading', attempt: 6, msg: 'it waits' }]],
  [new LedgerError('unavailable', 'no topic', { missing: ['t'] }), 1, 100, [{ level: 40, reason: 'no topic' }]],
  [loading, 1, Number.POSITIVE_INFINITY, [{ level: 50, msg: 'it waits' }]],
  [new Error('no calendar'), 1, 100, [{ level: 50, err: { message: 'no calendar' }, attempt: 1, msg: 'it waits' }]],
])('what stands still is told as loudly as it is strange: %s, attempt %d', (error, attempt, retryIn, told) => {
  const lines: unknown[] = [];
  const write = (line: Buffer, _: string, done: () => void): void => {
    lines.push(JSON.parse(line.toString()));
    done();
  };
  tellStall(pino({ level: 'warn' }, new Writable({ write })), 'it waits')({ error, attempt, retryIn });
  expect(lines).toMatchObject(told);
});
