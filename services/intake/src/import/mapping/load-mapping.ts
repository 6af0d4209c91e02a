import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
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
  '/time/': said('Name the column that holds the time: time: "{column}".', '请写时间所在的列：time: "{列名}"。'),
  '/when/': said(
    'Write a value, a list of values, { not: value } or { blank: true }.',
    '请写一个值、一列值、{ not: 值 } 或 { blank: true }。',
  ),
  '/fields/': said(
    'Write a constant, "{column}", or { value: "{column}", table: { a: b }, default: c }.',
    '请写固定值、"{列名}"，或 { value: "{列名}", table: { a: b }, default: c }。',
  ),
  '/table/': said('Write what each value becomes: { A: a, B: ~ }.', '请写每个值变成什么：{ A: a, B: ~ }。'),
});

/** Reads and checks a mapping. LedgerError `config` that names every fault with its line. */
export const loadMapping = async (file: string): Promise<LoadedMapping> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LedgerError('config', said(`The mapping ${file} cannot be read.`, `无法读取映射文件 ${file}。`), {
      path: file,
      hint: said('Name a YAML file.', '请给出一个 YAML 文件。'),
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
  const tell = (path: Path, message: Sentence, hint: Sentence): void => {
    problems.push(yaml.problem(path, message, hint));
  };
  if ((mapping.rows === undefined) === (mapping.log === undefined)) {
    tell(
      mapping.rows ? ['rows'] : [],
      said('A mapping has one shape.', '一个映射文件只有一种形式。'),
      said(
        'Write rows: when a row is a matter, log: when a row is an event of a case.',
        '一行是一件事项时写 rows:，一行是案件的一个事件时写 log:。',
      ),
    );
  }
  const zone = (name: string | undefined, path: Path): void => {
    if (name !== undefined && !isZone(name)) {
      tell(
        path,
        said(`There is no time zone '${name}'.`, `没有时区“${name}”。`),
        said('Give an IANA name, such as Asia/Shanghai.', '请给出 IANA 时区名，如 Asia/Shanghai。'),
      );
    }
  };
  zone(mapping.zone, ['zone']);
  for (const [name, column] of Object.entries(mapping.columns ?? {})) zone(column.zone, ['columns', name, 'zone']);
  if (mapping.snapshot !== undefined && problems.length === 0 && !isTime(mapping.snapshot, mapping.zone)) {
    tell(
      ['snapshot'],
      said(`'${mapping.snapshot}' is no time.`, `“${mapping.snapshot}”不是时间。`),
      said(
        'Give one with offset, such as 2012-01-23T15:42:54+01:00.',
        '请给出带时差的时间，如 2012-01-23T15:42:54+01:00。',
      ),
    );
  }
  if (mapping.clock === 'rows' && mapping.log?.emit?.some((emit) => emit.once === 'last')) {
    tell(
      ['clock'],
      said('`once: last` comes after a clock that goes by rows.', '`once: last` 晚于按行推进的时钟。'),
      said('Write clock: end.', '请写 clock: end。'),
    );
  }
  return problems;
};

const isTime = (text: string, zone: string | undefined): boolean =>
  typeof parseTime(text, { formats: ['iso'], zone }) !== 'string';
