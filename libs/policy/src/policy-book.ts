import { LedgerError, said } from '@complaint-ledger/contracts';
import { openCalendarBook, type CalendarBook } from './calendar/calendar-book.ts';
import { compilePolicy } from './compile-policy.ts';
import { loadPack } from './load-pack.ts';
import type { Policy, PolicyBook } from './policy.ts';
import { openLibrary } from './yaml/library.ts';
import { oneOf } from './yaml/nearest.ts';

export interface PolicyBookOptions {
  /** Folder of packs; the built-in ones when absent. */
  readonly packs?: string;
  /** Further pack files; each takes the place of the pack with its id, which it may still extend. */
  readonly extra?: readonly string[];
  readonly calendars?: CalendarBook;
  /** `standard` when absent. */
  readonly defaultId?: string;
}

/** Reads, merges, checks and compiles every pack at once, so that a fault shows at the start. LedgerError `config`. */
export const openPolicyBook = (options: PolicyBookOptions = {}): PolicyBook => {
  const { extra = [], defaultId = 'standard', calendars = openCalendarBook() } = options;
  const { sources, resolve } = openLibrary(
    'policy pack',
    options.packs ?? new URL('../packs/', import.meta.url),
    extra,
  );
  const policies = new Map(
    sources.map(({ text, ...source }) => {
      const policy = compilePolicy(loadPack(text, { ...source, resolve }), calendars);
      return [policy.id, policy] as const;
    }),
  );

  const policy = (id: string): Policy => {
    const found = policies.get(id);
    if (found) return found;
    throw new LedgerError('not-found', said(`There is no policy pack '${id}'.`, `没有制度包“${id}”。`), {
      path: 'policy',
      hint: oneOf(id, [...policies.keys()]),
    });
  };
  policy(defaultId);
  return { defaultId, policy, ids: () => [...policies.keys()] };
};
