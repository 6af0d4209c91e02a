/** One record of a table, before anything is made of it. */
export interface SourceRow {
  /** Where it begins: line of a text file, row of a sheet; from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why it cannot be read; nothing is made of it then. */
  readonly problem?: string;
}

/** A table whose header is known. Rows are read once, from the first after the header. */
export interface SourceTable {
  readonly header: Header;
  readonly rows: AsyncIterable<SourceRow>;
  /** Lets go of the file when its rows are not read to the end. */
  readonly close: () => Promise<void>;
}

export interface Header {
  /** As written in the file. */
  readonly written: readonly string[];
  /** On one line each, and unique: a name that comes again is `name#2`. */
  readonly names: readonly string[];
}

export const headerOf = (written: readonly string[]): Header => {
  const seen = new Map<string, number>();
  const names = written.map((raw, at) => {
    const name = raw.trim().replace(/\s+/g, ' ') || `column ${String(at + 1)}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${String(count)}`;
  });
  return { written, names };
};
