import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Of the specs of one file, and gone with them. */
const folder = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A path in a folder of its own, where nothing is yet. */
export const tempPath = (name: string): string => join(mkdtempSync(join(folder, 'file-')), name);

/** Writes a file into a folder of its own. */
export const tempFile = (name: string, content: string | Uint8Array): string => {
  const file = tempPath(name);
  writeFileSync(file, content);
  return file;
};
