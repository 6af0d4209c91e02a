import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filedEvent, ndjson } from '../testing/events.ts';
import { CommandLine, type Running } from '../testing/terminal.ts';

let line: CommandLine;
let running: Running[] = [];
beforeEach(() => {
  line = new CommandLine();
  running = [];
});
afterEach(async () => {
  for (const each of running) await each.stop();
  line.remove();
});

const serve = async (args: readonly string[] = [], environment?: Record<string, string>) => {
  const server = line.start(['serve', '--port', '0', ...args], environment);
  running.push(server);
  const failed = server.ended.then(({ err }) => Promise.reject(new Error(`it ended: ${err}`)));
  const [, url = ''] = await Promise.race([server.out.until(/(http:\/\/[\d.]+:\d+) /), failed]);
  failed.catch(() => undefined);
  const key = /^ {2}(cl_\S+)$/m.exec(server.out.text)?.[1];
  return { server, url, key };
};

const shell = promisify(execFile);

describe('ledger serve', () => {
  it('prints one admin key at the first start, and none at the second', async () => {
    const first = await serve();
    expect(first.key).toMatch(/^cl_/);
    expect((await first.server.stop()).code).toBe(0);
    const second = await serve();
    expect(second.key).toBeUndefined();
    const { status } = await fetch(`${second.url}/v1/policies/standard`, {
      headers: { authorization: `Bearer ${first.key ?? ''}` },
    });
    expect(status).toBe(200);
  });

  it('prints commands that work as they stand', async () => {
    const { server } = await serve();
    const [printed] = await server.out.until(/ {2}export LEDGER_KEY=[\s\S]*?\/v1\/complaints.*/);
    const { stdout } = await shell('bash', ['-euc', printed]);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, externalId: 'C-1001' });
  });

  it('greets in Chinese when asked', async () => {
    const { server } = await serve(['--lang', 'zh-CN']);
    expect(server.out.text).toContain('管理员密钥');
  });

  it('ends in order when asked to, and what it took is there', async () => {
    const { server, url, key } = await serve();
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key ?? ''}`, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(filedEvent('C1')),
    });
    expect(answer.ok).toBe(true);
    expect((await server.stop()).code).toBe(0);
    const { size } = JSON.parse((await line.run(['verify', '--json'])).out) as { size: number };
    expect(size).toBeGreaterThan(0);
  });

  it('has its folder to itself: a second process hears so, and how to import all the same', async () => {
    const { url, key } = await serve();
    const events = join(line.folder, 'events.ndjson');
    writeFileSync(events, ndjson([filedEvent('C1')]));
    const refused = await line.run(['import', events]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Another process writes the ledger');
    expect(refused.err).toContain('--url http://127.0.0.1:8321 --key');
    const sent = await line.run(['import', events, '--url', url, '--key', key ?? '', '--json']);
    expect(sent.code).toBe(0);
    expect(JSON.parse(sent.out)).toMatchObject({ accepted: 1 });
    const twice = await line.run(['import', events, '--url', url, '--key', key ?? '', '--json']);
    expect(JSON.parse(twice.out)).toMatchObject({ accepted: 0, duplicates: 1 });
    const nobody = await line.run(['import', events, '--url', url, '--key', 'cl_wrong']);
    expect(nobody).toMatchObject({ code: 1 });
    expect(nobody.err).toContain('401');
  });

  it('takes keys that are made and revoked while it runs', async () => {
    const { url } = await serve();
    const key = (await line.run(['keys', 'create', 'analyst', 'board'])).out.trim();
    const status = async (): Promise<number> =>
      (await fetch(`${url}/v1/policies/standard`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status()).toBe(200);
    const [, { keyId }] = JSON.parse((await line.run(['keys', 'list', '--json'])).out) as [unknown, { keyId: string }];
    await line.run(['keys', 'revoke', keyId]);
    expect(await status()).toBe(401);
  });

  it('refuses a public address while nobody has a key', async () => {
    const refused = await line.run(['serve', '--host', '0.0.0.0', '--port', '0']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('keys create');
  });

  it('refuses to begin a ledger in a folder where engines are named, but not the one with the log', async () => {
    const refused = await line.run(['serve', '--port', '0'], { LEDGER_MONGODB: 'mongodb://m/ledger' });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('LEDGER_EVENTS');
    expect(existsSync(line.data)).toBe(false);
  });

  it('warns of a variable that is no setting, with the name that was meant', async () => {
    const { server } = await serve([], { LEDGER_EVENT: 'kurrentdb://e:2113' });
    expect(server.err.text).toContain('LEDGER_EVENT is no setting: nobody reads it. Do you mean LEDGER_EVENTS?');
  });

  it('says that a port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, err } = await line.run(['serve', '--port', String(port)]);
    other.close();
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} on 127.0.0.1 is in use`);
  });

  it('answers whether it lives and is ready, and with figures for Prometheus', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready' });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('ledger_log_head_position 0');
    expect(metrics).toContain('route="/health/ready"');
  });

  it('has a page for people, in both languages', async () => {
    const { url } = await serve();
    const page = async (language: string): Promise<string> =>
      (await fetch(url, { headers: { 'accept-language': language } })).text();
    expect(await page('de')).toContain('<html lang="en">');
    expect(await page('zh-CN,zh;q=0.9')).toContain('投诉处理账本');
  });
});
