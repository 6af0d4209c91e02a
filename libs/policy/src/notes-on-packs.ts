import { notesOnPack } from './load-pack.ts';
import type { KnowsMeasure } from './pack-notes.ts';
import type { PolicyBookOptions } from './policy-book.ts';
import type { Problem } from './yaml/problem.ts';
import { openLibrary } from './yaml/library.ts';

/**
 * What the authors of the pack files `own` should know, fault or no fault: only of what stands in these files, since nobody mends the
 * packs that they extend. LedgerErrors as for `openPolicyBook`.
 */
export const notesOnPacks = (
  { packs, extra = [] }: PolicyBookOptions,
  own: readonly string[],
  knows?: KnowsMeasure,
): readonly Problem[] => {
  const { sources, resolve } = openLibrary('policy pack', packs ?? new URL('../packs/', import.meta.url), extra);
  return sources
    .filter(({ file }) => own.includes(file))
    .flatMap(({ file, text }) => notesOnPack(text, { file, resolve, knows }).filter((note) => own.includes(note.file)));
};
