import { readFileSync } from 'node:fs';
import { LedgerError } from '@complaint-ledger/contracts';
import { openCalendarBook, type CalendarBook } from './calendar/calendar-book.ts';
import { compilePolicy } from './compile-policy.ts';
import { loadPack, type PackSource, type ResolvePack } from './load-pack.ts';
import type { Policy, PolicyBook } from './policy.ts';
import { oneOf } from './yaml/nearest.ts';
import { readYaml } from './yaml/read-yaml.ts';
import { yamlFiles } from './yaml/yaml-files.ts';

export interface PolicyBookOptions {
  /** Folder of packs; the built-in ones when absent. */
  readonly packs?: string;
  /** Further pack files; each takes the place of the pack with its id, which it may still extend. */
  readonly extra?: readonly string[];
  readonly calendars?: CalendarBook;
  /** `standard` when absent. */
  readonly defaultId?: string;
}

interface Source extends PackSource {
  readonly id: string;
}

/** Reads, merges, checks and compiles every pack at once, so that a fault shows at the start. LedgerError `config`. */
export const openPolicyBook = (options: PolicyBookOptions = {}): PolicyBook => {
  const { extra = [], defaultId = 'standard', calendars = openCalendarBook() } = options;
  const folder = yamlFiles(options.packs ?? new URL('../packs/', import.meta.url)).map(readSource);
  const further = extra.map(readSource);
  for (const sources of [folder, further]) refuseTwins(sources);
  // The last one of an id speaks for it; one that extends its own id extends the one before.
  const sources = [...folder, ...further];
  const resolve: ResolvePack = (id, chain) => {
    const candidates = sources.filter((source) => source.id === id);
    return candidates.findLast(({ file }) => !chain.includes(file)) ?? candidates.at(-1);
  };
  const policies = new Map<string, Policy>();
  for (const { id, file, text } of new Map(sources.map((source) => [source.id, source])).values()) {
    policies.set(id, compilePolicy(loadPack(text, { file, resolve }), calendars));
  }

  const policy = (id: string): Policy => {
    const found = policies.get(id);
    if (found) return found;
    throw new LedgerError('not-found', `There is no policy pack '${id}'.`, {
      path: 'policy',
      hint: oneOf(id, [...policies.keys()]),
    });
  };
  policy(defaultId);
  return { defaultId, policy, ids: () => [...policies.keys()] };
};

const readSource = (file: string): Source => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LedgerError('config', `The policy pack ${file} cannot be read.`, {
      path: file,
      hint: 'Name a YAML file.',
      cause,
    });
  }
  const { value } = readYaml(text, file);
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return { file, text, id: typeof id === 'string' ? id : file };
};

const refuseTwins = (sources: readonly Source[]): void => {
  for (const [index, { id, file }] of sources.entries()) {
    const twin = sources.slice(index + 1).find((other) => other.id === id);
    if (!twin) continue;
    throw new LedgerError('config', `${file} and ${twin.file} both define the policy pack '${id}'.`, {
      path: twin.file,
      hint: 'Give one of them another id.',
    });
  }
};
