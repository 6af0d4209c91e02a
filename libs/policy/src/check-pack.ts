import { loadPack } from './load-pack.ts';
import type { PolicyPack } from './pack.ts';
import { openLibrary } from './yaml/library.ts';

export interface CheckPackOptions {
  /** For messages. */
  readonly file: string;
  /** Folder of packs that it may extend; the built-in ones when absent. */
  readonly packs?: string;
  /** Further pack files that it may extend. */
  readonly extra?: readonly string[];
}

/** A pack from its text, which is not a file yet. LedgerErrors as for `loadPack`. */
export const checkPack = (text: string, { file, packs, extra = [] }: CheckPackOptions): PolicyPack => {
  const { resolve } = openLibrary('policy pack', packs ?? new URL('../packs/', import.meta.url), extra);
  return loadPack(text, { file, resolve });
};
