import { readFile } from 'node:fs/promises';
import { LedgerError } from '@complaint-ledger/contracts';
import { type PlacedYaml, type Problem, configError, readYaml, schemaCheck } from '@complaint-ledger/policy';
import { PackMapping } from './pack-mapping.ts';

export interface LoadedPackMapping {
  readonly file: string;
  readonly text: string;
  readonly mapping: PackMapping;
  readonly yaml: PlacedYaml;
}

const check = schemaCheck(PackMapping, {
  '/name/': 'Give the name in both languages: { zh-CN: "{column}", en: "{column}" }.',
  '/within/': 'Write a length with its unit, such as "{hours}h".',
  '/id/': 'Name the column that holds it: id: "{column}".',
  '/words/': 'Name the column that holds the words: words: "{column}".',
  '/when/': 'Write a value, a list of values, { not: value } or { blank: true }.',
});

/** Reads and checks a mapping. LedgerError `config` that names every fault with its line. */
export const loadPackMapping = async (file: string): Promise<LoadedPackMapping> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LedgerError('config', `The mapping ${file} cannot be read.`, {
      path: file,
      hint: 'Name a YAML file.',
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
      `There is no deadline '${deadline.id}' in pack.deadlines.`,
      `Describe it there: ${deadline.id}: { name: …, starts: filed, metBy: resolved }.`,
    ),
  ];
};
