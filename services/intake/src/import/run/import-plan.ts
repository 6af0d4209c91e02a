import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { inBoth, isLedgerError, LedgerError, said } from '@complaint-ledger/contracts';
import { Binding } from '../mapping/binding.ts';
import { loadMapping, mappingError, type LoadedMapping } from '../mapping/load-mapping.ts';
import { policyReference, type PolicyReference } from '../mapping/policy-reference.ts';
import { openTable, type OpenTable } from '../read/open-table.ts';
import { logShape } from '../shape/log-shape.ts';
import { rowsShape } from '../shape/rows-shape.ts';
import type { Shape } from '../shape/shape.ts';
import { SourceClock } from '../shape/clock.ts';
import { parseTime } from '../time/parse-time.ts';

export interface ImportInput {
  readonly file: string;
  /** Path of the mapping; absent only for NDJSON of CloudEvents. */
  readonly mapping?: string | undefined;
  /** Pack id or path (from the working directory) in place of the mapping's. */
  readonly policyOverride?: string | undefined;
  /** RFC 3339 time in place of the mapping's. */
  readonly snapshot?: string | undefined;
}

/** What an import is about to do, found without sending anything. */
export interface ImportPlan {
  readonly file: string;
  readonly format: 'csv' | 'xlsx' | 'ndjson' | 'cloudevents';
  readonly bytes: number;
  readonly columns: readonly string[];
  readonly shape: 'rows' | 'log' | 'cloudevents';
  readonly source?: string;
  readonly policy?: { readonly id: string; readonly file?: string };
  readonly snapshot?: string;
  readonly clock?: 'end' | 'rows' | 'none';
  /** A rejects file of an earlier import. */
  readonly isRejects: boolean;
}

/** A mapping tied to the header of one file. */
export interface PreparedImport {
  readonly loaded: LoadedMapping;
  readonly table: OpenTable;
  readonly shape: Shape;
  readonly binding: Binding;
  readonly clock: SourceClock;
  readonly policy: PolicyReference | undefined;
  readonly snapshot: string | undefined;
}

/** Checks mapping and header. Throws `config` naming the line of the mapping, `invalid-input` for the file. */
export const prepareImport = async (input: ImportInput & { readonly mapping: string }): Promise<PreparedImport> => {
  const loaded = await loadMapping(input.mapping);
  const { mapping } = loaded;
  const policy = await policyOf(input, loaded);
  const snapshot = snapshotOf(input.snapshot ?? mapping.snapshot, mapping.zone);
  const table = await openTable(input.file, mapping);
  const binding = new Binding(loaded, table.header);
  const shape = shapeOf(binding, policy);
  if (binding.problems.length > 0) {
    await table.close();
    throw mappingError(input.mapping, binding.problems);
  }
  const clock = new SourceClock(mapping.source, mapping.clock ?? 'end', snapshot);
  return { loaded, table, shape, binding, clock, policy, snapshot };
};

const shapeOf = (binding: Binding, policy: PolicyReference | undefined): Shape => {
  const { rows, log } = binding.mapping;
  if (rows) return rowsShape(binding, rows, policy?.id);
  if (log) return logShape(binding, log, { policy: policy?.id, systems: policy?.systems ?? [] });
  throw new LedgerError('config', said('the mapping has neither rows nor log', '映射文件既没有 rows 也没有 log'));
};

const policyOf = async (input: ImportInput, loaded: LoadedMapping): Promise<PolicyReference | undefined> => {
  if (input.policyOverride !== undefined) return policyReference(input.policyOverride, `${process.cwd()}/-`);
  const told = loaded.mapping.policy;
  if (told === undefined) return undefined;
  return policyReference(told, loaded.file).catch((cause: unknown) => {
    if (!isLedgerError(cause)) throw cause;
    throw mappingError(input.mapping ?? '', [
      loaded.yaml.problem(
        ['policy'],
        inBoth(cause, 'message') ?? said(cause.message, cause.message),
        inBoth(cause, 'hint'),
      ),
    ]);
  });
};

const snapshotOf = (told: string | undefined, zone: string | undefined): string | undefined => {
  if (told === undefined) return undefined;
  const parsed = parseTime(told, { formats: ['iso'], zone });
  if (typeof parsed !== 'string') return parsed.text;
  throw new LedgerError('invalid-input', said(`the snapshot is no time: ${told}`, `snapshot 不是时间：${told}`), {
    hint: said(
      'give a time with offset, such as 2012-01-23T15:42:54+01:00',
      '请给出带时差的时间，如 2012-01-23T15:42:54+01:00',
    ),
  });
};

/** Reads mapping and header and says what an import would do. Sends nothing. */
export const planImport = async (input: ImportInput): Promise<ImportPlan> => {
  if (input.mapping === undefined) {
    const { passPlan } = await import('./cloud-events-lines.ts');
    return passPlan(input.file);
  }
  const prepared = await prepareImport({ ...input, mapping: input.mapping });
  const { table, loaded, policy, snapshot } = prepared;
  await table.close();
  return {
    file: input.file,
    format: table.format,
    bytes: table.progress.total,
    columns: table.header.names,
    shape: loaded.mapping.rows ? 'rows' : 'log',
    source: loaded.mapping.source,
    ...(policy === undefined
      ? {}
      : { policy: { id: policy.id, ...(policy.file === undefined ? {} : { file: policy.file }) } }),
    ...(snapshot === undefined ? {} : { snapshot }),
    clock: loaded.mapping.clock ?? 'end',
    isRejects: table.isRejects,
  };
};

/** SHA-256 of a file's bytes. */
export const fileHash = async (file: string): Promise<string> => {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) digest.update(chunk as Buffer);
  return digest.digest('hex');
};

export const textHash = (text: string): string => hash('sha256', text, 'hex');
