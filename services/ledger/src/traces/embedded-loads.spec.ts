import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** Starts the ledger, stops it when it has said where it listens, and answers which foreign packages were loaded. */
const script = `
  import { registerHooks } from 'node:module';
  import { Writable } from 'node:stream';
  const loaded = new Set();
  registerHooks({ resolve: (name, context, next) => {
    const found = next(name, context);
    const [, pack] = /node_modules[/]((?:@[^/]+[/])?[^/]+)/.exec(found.url) ?? [];
    if (pack !== undefined) loaded.add(pack);
    return found;
  } });
  const { run } = await import('../../dist/main.js');
  const abort = new AbortController();
  const stdout = new Writable({ write: (_chunk, _encoding, done) => (abort.abort(), done()) });
  const args = ['serve', '--json', '--port', '0', '--data', process.env.FOLDER];
  const code = await run(args, { stdout, stderr: process.stderr, environment: {}, signal: abort.signal });
  console.log(JSON.stringify({ code, loaded: [...loaded] }));`;

it('one process on its own loads no driver of an engine and nothing of OpenTelemetry but its API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-loads-'));
  try {
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
      env: { ...process.env, FOLDER: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { code, loaded } = JSON.parse(told) as { readonly code: number; readonly loaded: readonly string[] };
    expect(code).toBe(0);
    expect(loaded).toContain('fastify');
    const engines = /^(kafkajs|mongodb.*|bson|@kurrent[/].*|@grpc[/].*|@opentelemetry[/].*)$/;
    expect(loaded.filter((pack) => engines.test(pack))).toEqual(['@opentelemetry/api']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
