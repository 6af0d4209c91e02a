import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CloudEventLike } from '../message.ts';
import { runImport, type ImportOptions, type ImportSummary } from '../run/run-import.ts';
import { tempPath } from './temp-file.ts';

/** Real logs; `SHARED_DATA` is their folder. */
export const dataFile = (path: string): string => join(process.env['SHARED_DATA'] ?? '', path);

/** What is known of the logs of a folder. */
export const truthOf = (folder: string): unknown => JSON.parse(readFileSync(dataFile(`${folder}/truth.json`), 'utf8'));

export const keptMapping = (name: string): string =>
  fileURLToPath(new URL(`../../../mappings/${name}`, import.meta.url));

export interface Collected {
  /** Messages that a ledger would have recorded. */
  readonly messages: readonly CloudEventLike[];
  readonly summary: ImportSummary;
  readonly rejects: string;
}

/** Imports a file into memory: the first message of an id is accepted, further ones are duplicates. */
export const collect = async (options: Omit<ImportOptions, 'send' | 'rejectsPath'>): Promise<Collected> => {
  const messages: CloudEventLike[] = [];
  const seen = new Set<string>();
  const rejectsPath = tempPath('rejects.csv');
  const summary = await runImport({
    ...options,
    rejectsPath,
    send: async (batch) =>
      batch.map((raw, index) => {
        const message = raw as CloudEventLike;
        const { id, source } = message;
        const status = seen.has(id) ? 'duplicate' : 'accepted';
        if (status === 'accepted') messages.push(message);
        seen.add(id);
        return { index, status, id, source, eventId: id, position: 0 } as const;
      }),
  });
  const rejects = summary.rejectsFile === undefined ? '' : readFileSync(summary.rejectsFile, 'utf8');
  return { messages, summary, rejects };
};

export const ofType = (messages: readonly CloudEventLike[], type: string): CloudEventLike[] =>
  messages.filter((message) => message.type === type);

/** How often each value comes. */
export const tally = (values: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

/** A field of a message as text; `undefined` when it has none. */
export const field = ({ data }: CloudEventLike, ...path: readonly string[]): string | undefined => {
  let value: unknown = data;
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** How often each value of a field comes; messages without it are left out. */
export const tallyField = (messages: readonly CloudEventLike[], ...path: readonly string[]): Record<string, number> =>
  tally(messages.flatMap((message) => field(message, ...path) ?? []));
