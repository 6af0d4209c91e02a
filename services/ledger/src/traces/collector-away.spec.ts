import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ended, kill9, ledgerProcess, listening } from '../crash/served-process.ts';

/** Takes connections and says nothing. */
const silent = createServer((socket) => sockets.add(socket));
const sockets = new Set<Socket>();
const variables = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'LEDGER_STOP_MS'] as const;

let folder = '';
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'collector-away-'));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  process.env[variables[0]] = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  process.env[variables[1]] = '4000';
});
afterEach(async () => {
  for (const name of variables) delete process.env[name];
  if (child !== undefined) await kill9(child);
  for (const socket of sockets) socket.destroy();
  silent.close();
  await once(silent, 'close');
  rmSync(folder, { recursive: true });
});

it('a collector that takes no spans keeps nobody from stopping in time and in order', async () => {
  child = ledgerProcess('serve', '--json', '--data', folder, '--port', '0');
  const { url } = await listening(child);
  expect((await fetch(`${url}/v1/cases/C-1`)).status).toBe(401);
  child.kill('SIGTERM');
  expect(await ended(child)).toBe(0);
}, 30_000);
