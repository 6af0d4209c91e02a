import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import { type Words, parseLength } from '@complaint-ledger/policy';
import { Binding } from '../mapping/binding.ts';
import { bindWhen } from '../mapping/condition.ts';
import type { Value } from '../mapping/mapping-schema.ts';
import { bindValue } from '../mapping/value.ts';
import { jsonRows } from '../read/json-rows.ts';
import { openTable } from '../read/open-table.ts';
import type { SourceRow, SourceTable } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import { type LoadedPackMapping, packMappingError } from './load-pack-mapping.ts';
import type { PackMapping } from './pack-mapping.ts';

/** A pack made of a table, not yet checked as one. */
export interface TablePack {
  readonly pack: Readonly<Record<string, unknown>>;
  readonly rows: number;
}

interface Entry {
  readonly id: string;
  readonly name: Words;
}

/** What one row says. */
interface Routed {
  readonly line: number;
  readonly category: Entry;
  readonly under: Entry | undefined;
  readonly department: Entry | undefined;
  readonly within: string | undefined;
  readonly words: readonly string[];
}

type Read<T> = (row: SourceRow) => T;

/**
 * Reads a table by its mapping. LedgerError `config` for a mapping that does not fit the table, `invalid-input` with every row that
 * cannot be taken: a pack is made of a whole table or not at all.
 */
export const packOfTable = async (file: string, loaded: LoadedPackMapping): Promise<TablePack> => {
  const table = await tableOf(file, loaded.mapping);
  try {
    const read = bindRow(loaded, table);
    const { rows, problems } = await routedRows(table, read);
    if (problems.length > 0) throw rowsError(file, problems);
    return { pack: packOf(loaded.mapping, rows), rows: rows.length };
  } finally {
    await table.close();
  }
};

const tableOf = (file: string, { format, rows, ...reading }: PackMapping): Promise<SourceTable> => {
  const isJson = format === 'json' || (format === undefined && /\.json$/i.test(file));
  return isJson ? jsonRows(file, rows) : openTable(file, { ...reading, format });
};

const bindRow = (
  { file, text, yaml, mapping }: LoadedPackMapping,
  { header }: SourceTable,
): Read<Routed | undefined> => {
  const binding = new Binding({ file, text, yaml, mapping: { source: file, blank: mapping.blank ?? [] } }, header);
  const textOf = (value: Value, ...path: readonly string[]): Read<string | undefined> => {
    const read = bindValue(binding, value, 'text', path);
    return (row) => {
      const found = read(row);
      return typeof found === 'string' ? found : undefined;
    };
  };
  const entryOf = (
    { id, name }: { readonly id: Value; readonly name?: { readonly 'zh-CN': Value; readonly en: Value } },
    ...path: readonly string[]
  ): Read<Entry | undefined> => {
    const idOf = textOf(id, ...path, 'id');
    const zh = name && textOf(name['zh-CN'], ...path, 'name', 'zh-CN');
    const en = name && textOf(name.en, ...path, 'name', 'en');
    return (row) => {
      const found = idOf(row);
      return found === undefined
        ? undefined
        : { id: found, name: { 'zh-CN': zh?.(row) ?? found, en: en?.(row) ?? found } };
    };
  };
  const nothing = (): undefined => undefined;
  const { category, department, deadline, topics } = mapping;
  const fits = bindWhen(binding, mapping.when, ['when']);
  const categoryOf = entryOf(category, 'category');
  const underOf = category.under === undefined ? nothing : entryOf(category.under, 'category', 'under');
  const departmentOf = department === undefined ? nothing : entryOf(department, 'department');
  const withinOf = deadline === undefined ? nothing : textOf(deadline.within, 'deadline', 'within');
  const wordsOf = topics === undefined ? nothing : textOf(topics.words, 'topics', 'words');
  if (binding.problems.length > 0) throw packMappingError(file, binding.problems);
  return (row) => {
    if (row.problem !== undefined) throw new RowProblem(row.problem);
    if (!fits(row)) return undefined;
    const found = categoryOf(row);
    if (found === undefined) throw new RowProblem(said('it names no category', '没有写明类别'));
    const within = withinOf(row);
    if (within !== undefined && parseLength(within) === undefined)
      throw new RowProblem(
        said(
          `'${within}' is no length: write it as packs do, such as 24h or 3 working days`,
          `“${within}”不是时长：请按制度包的写法，如 24h 或 3 working days`,
        ),
      );
    const words = (wordsOf(row) ?? '').split(topics?.between ?? ',').map((word) => word.trim());
    return {
      line: row.line,
      category: found,
      under: underOf(row),
      department: departmentOf(row),
      within,
      words: [...new Set(words.filter((word) => word !== ''))],
    };
  };
};

interface Rows {
  readonly rows: readonly Routed[];
  readonly problems: readonly Sentence[];
}

const routedRows = async (table: SourceTable, read: Read<Routed | undefined>): Promise<Rows> => {
  const rows = new Map<string, Routed>();
  const problems: Sentence[] = [];
  for await (const row of table.rows) {
    try {
      const routed = read(row);
      if (routed === undefined) continue;
      const twin = rows.get(routed.category.id);
      if (twin !== undefined)
        throw new RowProblem(
          said(
            `the category '${routed.category.id}' is that of row ${twin.line}`,
            `类别“${routed.category.id}”已在第 ${twin.line} 行`,
          ),
        );
      rows.set(routed.category.id, routed);
    } catch (problem) {
      if (!(problem instanceof RowProblem)) throw problem;
      const { column, told } = problem;
      problems.push(
        said(
          `row ${row.line}${column === undefined ? '' : `, ${column}`}: ${told.en}`,
          `第 ${row.line} 行${column === undefined ? '' : `，${column}`}：${told['zh-CN']}`,
        ),
      );
    }
  }
  return { rows: [...rows.values()], problems };
};

const rowsError = (file: string, problems: readonly Sentence[]): LedgerError =>
  new LedgerError(
    'invalid-input',
    said(
      `${file} cannot become a pack:\n${problems.map(({ en }) => en).join('\n')}`,
      `${file} 不能变成制度包：\n${problems.map((told) => told['zh-CN']).join('\n')}`,
    ),
    {
      path: file,
      hint: said(
        'Mend the rows, or leave them out with `when:` in the mapping.',
        '请改正这些行，或在映射文件里用 `when:` 略去。',
      ),
    },
  );

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const treeIn = (value: unknown): Readonly<Record<string, unknown>> => (isTree(value) ? value : {});
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** The fixed parts with what the rows say: the fixed ones' words win, and their assignment rules come last. */
const packOf = ({ pack, deadline, topics }: PackMapping, rows: readonly Routed[]): TablePack['pack'] => {
  const parents = rows.flatMap(({ under }) => (under === undefined ? [] : [[under.id, under.name] as const]));
  const categories = rows.map(({ category, under }) => [
    category.id,
    { ...category.name, ...(under === undefined || under.id === category.id ? {} : { under: under.id }) },
  ]);
  const departments = rows.flatMap(({ department }) =>
    department === undefined ? [] : [[department.id, department.name] as const],
  );
  const told = topics === undefined ? [] : rows.filter(({ words }) => words.length > 0);
  return {
    ...pack,
    categories: { ...Object.fromEntries([...parents, ...categories]), ...treeIn(pack['categories']) },
    ...(departments.length === 0
      ? {}
      : { departments: { ...Object.fromEntries(departments), ...treeIn(pack['departments']) } }),
    ...(told.length === 0
      ? {}
      : {
          topics: {
            ...Object.fromEntries(told.map(({ category, words }) => [category.id, { ...category.name, words }])),
            ...treeIn(pack['topics']),
          },
        }),
    ...(deadline === undefined ? {} : { deadlines: deadlinesOf(pack, deadline.id, rows) }),
    ...(departments.length === 0 ? {} : { assignment: [...assignmentOf(rows, told), ...listIn(pack['assignment'])] }),
  };
};

/** A length that the fixed part gives is for the categories that the table does not have. */
const deadlinesOf = (pack: PackMapping['pack'], id: string, rows: readonly Routed[]): object => {
  const deadlines = treeIn(pack['deadlines']);
  const rule = treeIn(deadlines[id]);
  const { within: otherwise } = rule;
  const table = Object.fromEntries(
    rows.flatMap(({ category, within }) => (within === undefined ? [] : [[category.id, within]])),
  );
  return {
    ...deadlines,
    [id]: { ...rule, within: { by: 'category', table, ...(typeof otherwise === 'string' ? { otherwise } : {}) } },
  };
};

/** A rule for each department, by category; then, for matters without one, by the words of their text. */
const assignmentOf = (rows: readonly Routed[], told: readonly Routed[]): readonly object[] => {
  const byDepartment = (some: readonly Routed[]): ReadonlyMap<string, readonly string[]> => {
    const found = new Map<string, string[]>();
    for (const { category, department } of some)
      if (department !== undefined) found.set(department.id, [...(found.get(department.id) ?? []), category.id]);
    return found;
  };
  const rule = (when: object, department: string): object => ({ when, to: { department } });
  return [
    ...[...byDepartment(rows)].map(([department, category]) => rule({ category }, department)),
    ...[...byDepartment(told)].map(([department, topic]) => rule({ category: 'none', topic }, department)),
  ];
};
