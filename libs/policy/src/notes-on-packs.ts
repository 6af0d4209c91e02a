import { notesOnPack } from './load-pack.ts';
import type { KnowsMeasure } from './pack-notes.ts';
import type { PolicyBookOptions } from './policy-book.ts';
import type { Problem } from './yaml/problem.ts';
import { openLibrary } from './yaml/library.ts';

/** What the authors of the pack files in `extra` should know, fault or no fault. LedgerErrors as for `openPolicyBook`. */
export const notesOnPacks = ({ packs, extra = [] }: PolicyBookOptions, knows?: KnowsMeasure): readonly Problem[] => {
  const { sources, resolve } = openLibrary('policy pack', packs ?? new URL('../packs/', import.meta.url), extra);
  return sources
    .filter(({ file }) => extra.includes(file))
    .flatMap(({ file, text }) => notesOnPack(text, { file, resolve, knows }));
};
