import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError, said } from '@complaint-ledger/contracts';
import type { DataFolder } from './data-folder.ts';

/** Pack files that live with the ledger, in the order of their names. */
export const installedPacks = ({ packs }: DataFolder): readonly string[] =>
  existsSync(packs)
    ? readdirSync(packs)
        .filter((name) => name.endsWith('.yaml'))
        .toSorted()
        .map((name) => join(packs, name))
    : [];

/**
 * Keeps a pack that an import brings with the ledger, since its cases are judged by it from then on.
 * LedgerError `conflict` when a pack of that id is there with other content.
 */
export const installPack = (folder: DataFolder, id: string, file: string): void => {
  const kept = join(folder.packs, `${id}.yaml`);
  if (!existsSync(kept)) {
    mkdirSync(folder.packs, { recursive: true });
    copyFileSync(file, kept);
    return;
  }
  if (readFileSync(kept, 'utf8') === readFileSync(file, 'utf8')) return;
  throw new LedgerError(
    'conflict',
    said(`This ledger already has another policy pack '${id}'.`, `此账本已有另一个制度包“${id}”。`),
    {
      path: file,
      hint: said(`Give the pack another id, or compare it with ${kept}.`, `请给制度包换一个编号，或与 ${kept} 比较。`),
    },
  );
};
