import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { sampleEvents } from '../testing/index.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';
import { verifyLog } from './verify-log.ts';

const CHILD = fileURLToPath(new URL('append-loop.child.ts', import.meta.url));
/** Acknowledged appends after which each child is killed. */
const KILL_AFTER = [1, 60, 333, 1_000, 2_500];

/** Lets a child append to the log until it has acknowledged `appends`, kills it, and gives the acknowledged ids. */
const appendUntilKilled = async (path: string, appends: number): Promise<readonly string[]> => {
  const child = spawn(
    process.execPath,
    ['--conditions=@complaint-ledger/source', '--disable-warning=ExperimentalWarning', CHILD, path],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  let output = '';
  let errors = '';
  let lines = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    lines += text.split('\n').length - 1;
    if (lines >= appends) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(errors).toBe('');
  expect(child.signalCode).toBe('SIGKILL');
  // The last line may have been cut by the kill; whole lines were acknowledged.
  return output.slice(0, output.lastIndexOf('\n')).split(/\s+/);
};

describe('a process killed while it appends', () => {
  it('leaves every acknowledged event once, whole appends only, a sound tree and no lock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    const path = join(folder, 'ledger.db');
    const acknowledged: string[] = [];
    for (const appends of KILL_AFTER) {
      acknowledged.push(...(await appendUntilKilled(path, appends)));
      const store = openSqliteEventStore({ path });
      const head = await store.head();
      const stored = new Map<string, number>();
      for (let after = 0; after < head;) {
        const page = await store.readAll({ after });
        for (const { id, position } of page) stored.set(id, position);
        after += page.length;
      }
      expect(stored.size).toBe(head);
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      expect(await verifyLog(store)).toEqual({ ok: true, size: head, root: store.root().root });
      expect(await store.append('after-the-kill', 'any', sampleEvents(1))).toMatchObject({ position: head + 1 });
      await store.close();
    }
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(3_800);
    await rm(folder, { recursive: true });
  }, 120_000);
});
