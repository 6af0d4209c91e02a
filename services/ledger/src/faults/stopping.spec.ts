import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ended, kill9, ledgerProcess, listening } from '../crash/served-process.ts';

/** Within this time a terminal and npm may pass on one and the same Ctrl-C. */
const SAME_SIGNAL_MS = 1_000;

describe('ledger serve that is told to stop', () => {
  let folder = '';
  let child: ChildProcess;
  let slow: Socket | undefined;

  const start = async (...args: readonly string[]): Promise<{ readonly url: string; readonly key?: string }> => {
    child = ledgerProcess('serve', '--json', '--data', folder, '--port', '0', ...args);
    return listening(child);
  };

  /** A request whose sender stays away with the rest of the body. */
  const beginRequest = async ({ url, key }: { readonly url: string; readonly key?: string }): Promise<void> => {
    const { hostname, port } = new URL(url);
    slow = connect(Number(port), hostname);
    slow.on('error', () => undefined);
    slow.write(
      `POST /v1/events HTTP/1.1\r\nhost: ledger\r\nauthorization: Bearer ${key}\r\n` +
        'content-type: application/cloudevents+json\r\ncontent-length: 1000\r\nexpect: 100-continue\r\n\r\n',
    );
    // The server has read its head when it asks for the rest.
    await once(slow, 'data');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stopping-'));
  });

  afterEach(async () => {
    slow?.destroy();
    await kill9(child);
    rmSync(folder, { recursive: true });
  });

  it('waits no longer than it may for a sender that does not go on, and ends in order', async () => {
    process.env['LEDGER_STOP_MS'] = '2000';
    try {
      await beginRequest(await start());
    } finally {
      delete process.env['LEDGER_STOP_MS'];
    }
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
  }, 30_000);

  it('ends at once when it is told a second time', async () => {
    await beginRequest(await start());
    let errors = '';
    child.stderr?.on('data', (text: string) => (errors += text));
    child.kill('SIGTERM');
    const told = performance.now();
    while (!errors.includes('Stopping')) await once(child.stderr ?? child, 'data');
    while (performance.now() - told < SAME_SIGNAL_MS * 1.2) await new Promise((resolve) => setImmediate(resolve));
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(130);
    expect(performance.now() - told).toBeLessThan(5_000);
  }, 30_000);
});
