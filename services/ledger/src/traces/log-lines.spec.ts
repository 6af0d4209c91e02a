import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** The logger writes to the error stream of its process. */
const linesOf = (script: string): readonly Record<string, unknown>[] => {
  const args = ['--conditions=@complaint-ledger/source', '--input-type=module', '-e', script];
  const { stderr } = spawnSync(process.execPath, args, { cwd: new URL('.', import.meta.url), encoding: 'utf8' });
  return stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

it('with tracing on, a log line names the span that it is written in', () => {
  const [inside, outside] = linesOf(`
    const { recordSpans } = await import('@complaint-ledger/telemetry/testing');
    const { inSpan } = await import('@complaint-ledger/telemetry');
    const { openLog } = await import('../log.ts');
    const log = openLog('warn');
    const recorded = recordSpans();
    await inSpan('work', {}, async () => log.warn({ attempt: 2 }, 'inside'));
    const { traceId, spanId } = recorded.only('work').spanContext();
    log.warn({ traceId, spanId }, 'outside');`);
  expect(inside).toMatchObject({
    msg: 'inside',
    attempt: 2,
    trace_id: outside?.['traceId'],
    span_id: outside?.['spanId'],
    trace_flags: '01',
  });
  expect(outside).not.toHaveProperty('trace_id');
});
