import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LedgerError } from '@complaint-ledger/contracts';
import {
  configError,
  isZone,
  readYaml,
  schemaCheck,
  type Path,
  type PlacedYaml,
  type Problem,
} from '@complaint-ledger/policy';
import { parseTime } from '../time/parse-time.ts';
import { Mapping } from './mapping-schema.ts';

/** A mapping and where each part of it stands in its file. */
export interface LoadedMapping {
  readonly file: string;
  readonly text: string;
  readonly mapping: Mapping;
  readonly yaml: PlacedYaml;
}

const check = schemaCheck(Mapping, {
  '/time/': 'Name the column that holds the time: time: "{column}".',
  '/when/': 'Write a value, a list of values, { not: value } or { blank: true }.',
  '/fields/': 'Write a constant, "{column}", or { value: "{column}", table: { a: b }, default: c }.',
  '/table/': 'Write what each value becomes: { A: a, B: ~ }.',
});

/** Reads and checks a mapping. LedgerError `config` that names every fault with its line. */
export const loadMapping = async (file: string): Promise<LoadedMapping> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LedgerError('config', `The mapping ${file} cannot be read.`, {
      path: file,
      hint: 'Name a YAML file.',
      cause,
    });
  });
  return parseMapping(text, file);
};

export const parseMapping = (text: string, file: string): LoadedMapping => {
  const yaml = readYaml(text, file);
  const faults = check(yaml);
  if (faults.length > 0) throw mappingError(file, faults);
  const mapping = yaml.value as Mapping;
  const further = ruleProblems(mapping, yaml);
  if (further.length > 0) throw mappingError(file, further);
  return { file: resolve(file), text, mapping, yaml };
};

export const mappingError = (file: string, problems: readonly Problem[]): LedgerError =>
  configError('mapping', file, problems);

/** What a schema cannot say. */
const ruleProblems = (mapping: Mapping, yaml: PlacedYaml): readonly Problem[] => {
  const problems: Problem[] = [];
  const tell = (path: Path, message: string, hint: string): void => {
    problems.push(yaml.problem(path, message, hint));
  };
  if ((mapping.rows === undefined) === (mapping.log === undefined)) {
    tell(
      mapping.rows ? ['rows'] : [],
      'A mapping has one shape.',
      'Write rows: when a row is a matter, log: when a row is an event of a case.',
    );
  }
  const zone = (name: string | undefined, path: Path): void => {
    if (name !== undefined && !isZone(name)) {
      tell(path, `There is no time zone '${name}'.`, 'Give an IANA name, such as Asia/Shanghai.');
    }
  };
  zone(mapping.zone, ['zone']);
  for (const [name, column] of Object.entries(mapping.columns ?? {})) zone(column.zone, ['columns', name, 'zone']);
  if (mapping.snapshot !== undefined && problems.length === 0 && !isTime(mapping.snapshot, mapping.zone)) {
    tell(['snapshot'], `'${mapping.snapshot}' is no time.`, 'Give one with offset, such as 2012-01-23T15:42:54+01:00.');
  }
  if (mapping.clock === 'rows' && mapping.log?.emit?.some((emit) => emit.once === 'last')) {
    tell(['clock'], '`once: last` comes after a clock that goes by rows.', 'Write clock: end.');
  }
  return problems;
};

const isTime = (text: string, zone: string | undefined): boolean =>
  typeof parseTime(text, { formats: ['iso'], zone }) !== 'string';
