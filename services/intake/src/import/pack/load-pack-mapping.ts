import { readFile } from 'node:fs/promises';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type PlacedYaml, type Problem, configError, readYaml, schemaCheck } from '@complaint-ledger/policy';
import { PackMapping } from './pack-mapping.ts';

export interface LoadedPackMapping {
  readonly file: string;
  readonly text: string;
  readonly mapping: PackMapping;
  readonly yaml: PlacedYaml;
}

const check = schemaCheck(PackMapping, {
  '/name/': said(
    'Give the name in both languages: { zh-CN: "{column}", en: "{column}" }.',
    '请写中英文名称：{ zh-CN: "{列名}", en: "{列名}" }。',
  ),
  '/within/': said('Write a length with its unit, such as "{hours}h".', '请写带单位的时长，如 "{小时数}h"。'),
  '/id/': said('Name the column that holds it: id: "{column}".', '请写编号所在的列：id: "{列名}"。'),
  '/words/': said('Name the column that holds the words: words: "{column}".', '请写词语所在的列：words: "{列名}"。'),
  '/when/': said(
    'Write a value, a list of values, { not: value } or { blank: true }.',
    '请写一个值、一列值、{ not: 值 } 或 { blank: true }。',
  ),
});

/** Reads and checks a mapping. LedgerError `config` that names every fault with its line. */
export const loadPackMapping = async (file: string): Promise<LoadedPackMapping> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LedgerError('config', said(`The mapping ${file} cannot be read.`, `无法读取映射文件 ${file}。`), {
      path: file,
      hint: said('Name a YAML file.', '请给出一个 YAML 文件。'),
      cause,
    });
  });
  const yaml = readYaml(text, file);
  const faults = check(yaml);
  if (faults.length > 0) throw packMappingError(file, faults);
  const mapping = yaml.value as PackMapping;
  const further = deadlineProblems(mapping, yaml);
  if (further.length > 0) throw packMappingError(file, further);
  return { file, text, mapping, yaml };
};

export const packMappingError = (file: string, problems: readonly Problem[]): LedgerError =>
  configError('mapping', file, problems);

/** The table gives lengths to a deadline that the pack itself describes. */
const deadlineProblems = ({ deadline, pack }: PackMapping, yaml: PlacedYaml): readonly Problem[] => {
  const described = pack['deadlines'];
  const known = typeof described === 'object' && described !== null ? Object.keys(described) : [];
  if (deadline === undefined || known.includes(deadline.id)) return [];
  return [
    yaml.problem(
      ['deadline', 'id'],
      said(`There is no deadline '${deadline.id}' in pack.deadlines.`, `pack.deadlines 里没有时限“${deadline.id}”。`),
      said(
        `Describe it there: ${deadline.id}: { name: …, starts: filed, metBy: resolved }.`,
        `请在那里写明：${deadline.id}: { name: …, starts: filed, metBy: resolved }。`,
      ),
    ),
  ];
};
