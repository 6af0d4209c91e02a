import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchFolder } from './scratch-folder.ts';

describe('scratchFolder', () => {
  const now = Date.parse('2026-03-23T09:00:00Z');
  let parent = '';
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'scratch-spec-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const made = (keep: boolean, touchedAt: number): string => {
    const folder = scratchFolder(parent, keep, now);
    for (const name of ['scratch', 'events.db']) {
      const file = join(folder, name);
      if (name === 'events.db') writeFileSync(file, '');
      if (existsSync(file)) utimesSync(file, touchedAt / 1_000, touchedAt / 1_000);
    }
    return folder;
  };

  it('removes what an earlier demo left and nobody has touched for a day', () => {
    const old = made(false, now - 25 * 3_600_000);
    const used = made(false, now - 3_600_000);
    const kept = made(true, now - 99 * 3_600_000);
    const fresh = scratchFolder(parent, false, now);
    expect([old, used, kept, fresh].map((folder) => existsSync(folder))).toEqual([false, true, true, true]);
  });
});
