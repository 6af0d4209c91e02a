import { DatabaseSync } from 'node:sqlite';
import type { SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import type { PreparedImport } from './import-plan.ts';

/**
 * Rows of a log by their time, rows of the same time as in the file. Sorted in a temporary database on disk, so that
 * memory does not grow with the file. Rows without a readable time come first, to be rejected.
 */
export async function* inOrderOfTime({ binding, loaded, table }: PreparedImport): AsyncGenerator<SourceRow> {
  const time = binding.time(loaded.mapping.log?.time ?? '', ['log', 'time']);
  const before = { ...binding.clockChanges };
  // An empty name is a private database on disk that goes away with its connection.
  const database = new DatabaseSync('');
  try {
    database.exec('CREATE TABLE row (ms REAL, at INTEGER PRIMARY KEY, line INTEGER, cells TEXT, problem TEXT)');
    database.exec('BEGIN');
    const insert = database.prepare('INSERT INTO row VALUES (?, ?, ?, ?, ?)');
    let at = 0;
    for await (const row of table.rows) {
      insert.run(timeOf(time, row), at++, row.line, JSON.stringify(row.cells), row.problem ?? null);
    }
    database.exec('COMMIT');
    // Times were only looked at: they are counted when the rows are made into messages.
    Object.assign(binding.clockChanges, before);
    const select = database.prepare('SELECT line, cells, problem FROM row ORDER BY ms, at');
    for (const found of select.iterate()) {
      const cells = JSON.parse(String(found['cells'])) as string[];
      const problem = found['problem'];
      yield { line: Number(found['line']), cells, ...(typeof problem === 'string' ? { problem } : {}) };
    }
  } finally {
    database.close();
  }
}

const timeOf = (time: (row: SourceRow) => { readonly ms: number } | undefined, row: SourceRow): number | null => {
  try {
    return row.problem === undefined ? (time(row)?.ms ?? null) : null;
  } catch (problem) {
    if (problem instanceof RowProblem) return null;
    throw problem;
  }
};
