import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine, type Running } from '../testing/terminal.ts';
import { type OutageGround, outageGround } from './outage-ground.ts';

describe('ledger serve while an engine is away', () => {
  let ground: OutageGround;
  let line: CommandLine;
  let running: Running | undefined;

  beforeEach(async () => {
    ground = await outageGround({ now: Date.now });
    line = new CommandLine();
  }, 60_000);
  afterEach(async () => {
    await ground.mongodb.open();
    await ground.events.open();
    await running?.stop();
    line.remove();
    await ground.dispose();
  }, 60_000);

  const start = (...args: readonly string[]): Running =>
    (running = line.start(
      ['serve', 'routing', '--json', '--port', '0', '--log', 'error', ...args],
      ground.environment,
    ));

  it('waits for it, says which one and why, and starts when it is back, whichever was away before', async () => {
    await Promise.all([ground.events.shut(), ground.mongodb.shut()]);
    const { out, err, stop } = start();
    await err.until(/trying again: KurrentDB does not answer: connect ECONNREFUSED/);
    await ground.events.open();
    await err.until(/trying again: MongoDB does not answer: .*ECONNREFUSED/);
    await ground.mongodb.open();
    const [told] = await out.until(/\{.*\}/);
    const { url } = JSON.parse(told) as { readonly url: string };
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(await stop()).toMatchObject({ code: 0 });
  }, 120_000);

  it('ends in order when it is told to stop before', async () => {
    await ground.mongodb.shut();
    const { err, stop } = start('--lang', 'zh-CN');
    await err.until(/将再次尝试：MongoDB 没有应答/);
    expect(await stop()).toMatchObject({ code: 0, out: '' });
  }, 60_000);
});
