import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'ledger-demo-';
/** Says that the folder is a demo's and that nobody asked to keep it. */
const MARK = 'scratch';
const A_DAY = 24 * 60 * 60 * 1_000;

/** Removes what demos left in `parent` and nobody has touched for a day. */
const sweepOld = (parent: string, now: number): void => {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(parent, name);
    if (!existsSync(join(folder, MARK))) continue;
    const touched = Math.max(...readdirSync(folder).map((file) => statSync(join(folder, file)).mtimeMs));
    if (now - touched > A_DAY) rmSync(folder, { recursive: true, force: true });
  }
};

/** A new folder for one demo; later demos remove it when it is a day old, unless it is to be kept. */
export const scratchFolder = (parent: string, keep: boolean, now: number): string => {
  sweepOld(parent, now);
  const folder = mkdtempSync(join(parent, PREFIX));
  if (!keep) writeFileSync(join(folder, MARK), 'A later `ledger demo` may remove this folder.\n');
  return folder;
};
