import { type Sentence, said } from '@complaint-ledger/contracts';
import { nearest, oneOf, type Path, type Problem } from '@complaint-ledger/policy';
import type { Header, SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import { parseTime, type ParsedTime, type TimeReading } from '../time/parse-time.ts';
import type { LoadedMapping } from './load-mapping.ts';
import { parseTemplate, type TemplatePart } from './template.ts';

/** Text of a row; undefined when blank. */
export type RowText = (row: SourceRow) => string | undefined;
export type RowTime = (row: SourceRow) => ParsedTime | undefined;

/** Ties the names of a mapping to the columns of one header. Problems are gathered, so that all are told at once. */
export class Binding {
  readonly problems: Problem[] = [];
  readonly mapping: LoadedMapping['mapping'];
  /** Times that the clocks skipped or showed twice. */
  readonly clockChanges = { skipped: 0, twice: 0 };
  private readonly yaml: LoadedMapping['yaml'];
  private readonly header: Header;
  private readonly blanks: ReadonlySet<string>;

  constructor(loaded: LoadedMapping, header: Header) {
    this.mapping = loaded.mapping;
    this.yaml = loaded.yaml;
    this.header = header;
    this.blanks = new Set(loaded.mapping.blank ?? []);
    for (const name of Object.keys(this.mapping.columns ?? {})) this.column(name, ['columns', name]);
  }

  problem(path: Path, message: Sentence, hint?: Sentence): void {
    const problem = this.yaml.problem(path, message, hint);
    // A template is looked at several times.
    const known = this.problems.some((other) => other.line === problem.line && other.message.en === message.en);
    if (!known) this.problems.push(problem);
  }

  /** Place of a column: its exact name, else the only one that differs in case alone. */
  column(name: string, path: Path): number {
    const exact = this.header.names.indexOf(name);
    if (exact >= 0) return exact;
    const folded = this.header.names.flatMap((other, at) => (other.toLowerCase() === name.toLowerCase() ? [at] : []));
    const only = folded[0];
    if (only !== undefined && folded.length === 1) return only;
    const { names } = this.header;
    const maybe = nearest(name, names) === undefined ? [] : [oneOf(name, names)];
    const columns = said(
      `It has ${names.map((column) => `'${column}'`).join(', ')}.`,
      `文件的列有：${names.map((column) => `“${column}”`).join('、')}。`,
    );
    const told = this.problems.some(({ hint }) => hint?.en.endsWith(columns.en) === true);
    const hints = [...maybe, ...(told ? [] : [columns])];
    this.problem(
      path,
      said(`The file has no column '${name}'.`, `文件没有“${name}”列。`),
      hints.length === 0
        ? undefined
        : said(hints.map(({ en }) => en).join(' '), hints.map((hint) => hint['zh-CN']).join('')),
    );
    return -1;
  }

  /** A cell without outer white space; undefined when blank. */
  cell(name: string, path: Path): RowText {
    const at = this.column(name, path);
    const own = this.settings(at)?.blank;
    const blanks = own === undefined ? this.blanks : new Set([...this.blanks, ...own]);
    return (row) => {
      const text = (row.cells[at] ?? '').trim();
      return text === '' || blanks.has(text) ? undefined : text;
    };
  }

  text(template: string, path: Path): RowText {
    const parts = this.parts(template, path);
    const readers = parts.map((part) => (part.kind === 'text' ? part.text : this.cell(part.column, path)));
    const [only] = readers;
    if (readers.length === 1 && typeof only === 'function') return only;
    return (row) => {
      let text = '';
      for (const reader of readers) {
        const piece = typeof reader === 'string' ? reader : reader(row);
        if (piece === undefined) return undefined;
        text += piece;
      }
      return text;
    };
  }

  /** A template read as a time, in the way of its first column. A row with an unreadable time is a problem. */
  time(template: string, path: Path): RowTime {
    const read = this.text(template, path);
    const column = this.firstColumn(template, path);
    const reading = this.timeReading(column);
    return (row) => {
      const text = read(row);
      if (text === undefined) return undefined;
      const parsed = parseTime(text, reading);
      if (parsed === 'zone') {
        throw new RowProblem(
          said(
            `the time ${JSON.stringify(text)} has no offset and the mapping names no zone`,
            `时间 ${JSON.stringify(text)} 没有时差，映射文件也没有写时区`,
          ),
          column,
        );
      }
      if (parsed === 'format') {
        throw new RowProblem(
          said(
            `no time: ${JSON.stringify(text)} (tried ${reading.formats.join(', ')})`,
            `不是时间：${JSON.stringify(text)}（已试 ${reading.formats.join('、')}）`,
          ),
          column,
        );
      }
      if (parsed.note !== undefined) this.clockChanges[parsed.note]++;
      return parsed;
    };
  }

  /** Name of the first column of a template, for messages. */
  firstColumn(template: string, path: Path): string | undefined {
    for (const part of this.parts(template, path)) if (part.kind === 'column') return part.column;
    return undefined;
  }

  private parts(template: string, path: Path): readonly TemplatePart[] {
    const parts = parseTemplate(template);
    if (parts !== undefined) return parts;
    this.problem(
      path,
      said(`A brace is open in '${template}'.`, `“${template}”里的大括号没有成对。`),
      said('Write {column}; write {{ or }} for a brace itself.', '列写作 {列名}；大括号本身写作 {{ 或 }}。'),
    );
    return [];
  }

  private timeReading(column: string | undefined): TimeReading {
    const at =
      column === undefined ? -1 : this.header.names.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    const own = this.settings(at);
    const formats = own?.dates ?? this.mapping.dates ?? 'iso';
    // ISO cannot be mistaken for anything else, and it is how the date cells of a workbook come.
    const tried = new Set([...(typeof formats === 'string' ? [formats] : formats), 'iso']);
    return { formats: [...tried], zone: own?.zone ?? this.mapping.zone };
  }

  private settings(at: number) {
    const name = this.header.names[at];
    if (name === undefined) return undefined;
    const entries = Object.entries(this.mapping.columns ?? {});
    return (entries.find(([key]) => key === name) ??
      entries.find(([key]) => key.toLowerCase() === name.toLowerCase()))?.[1];
  }
}
