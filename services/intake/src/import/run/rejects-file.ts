import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { rejectsNames } from '../read/rejects-columns.ts';
import type { Header, SourceRow } from '../read/source-row.ts';

/** Why a row is in the rejects file; empty for a row that is there because others of its case are. */
export interface Reject {
  readonly reason: string;
  readonly column?: string | undefined;
  /** The row only waits for another message: any other reason is the one to mend. */
  readonly waits?: boolean;
}

/** The reason to tell of two for the same row: the first, unless it only follows from something else. */
export const firstReason = (before: Reject | undefined, next: Reject): Reject =>
  before === undefined || (before.waits === true && next.waits !== true) ? next : before;

/**
 * Rows that were not imported, as they were, behind three more columns: row, reason and column. CSV in UTF-8 with a
 * byte-order mark, which spreadsheets need. A rejects file of an earlier run, which somebody may have mended, becomes
 * `….old`.
 */
export class RejectsFile {
  readonly file: string;
  rows = 0;
  private readonly header: Header;
  private stream: WriteStream | undefined;

  constructor(file: string, header: Header) {
    this.file = file;
    this.header = header;
  }

  async write(row: SourceRow, { reason, column }: Reject): Promise<void> {
    if (this.stream === undefined) {
      this.stream = createWriteStream(`${this.file}.part`, { encoding: 'utf8' });
      await once(this.stream, 'open');
      this.stream.write(`\uFEFF${csvLine([...rejectsNames, ...this.header.written])}`);
    }
    this.rows++;
    const line = csvLine([String(row.line), reason, column ?? '', ...row.cells]);
    if (!this.stream.write(line)) await once(this.stream, 'drain');
  }

  /** Puts the file in its place. */
  async close(): Promise<void> {
    await rename(this.file, `${this.file}.old`).catch(ignoreMissing);
    if (this.stream === undefined) return;
    this.stream.end();
    await finished(this.stream);
    await rename(`${this.file}.part`, this.file);
  }

  /** Drops what was written by a run that came to no end. */
  async discard(): Promise<void> {
    if (this.stream === undefined) return;
    this.stream.end();
    // What broke the run off is told; that its rejects could not be written either is not.
    await finished(this.stream).catch(() => undefined);
    await rm(`${this.file}.part`, { force: true });
  }
}

const ignoreMissing = (error: unknown): void => {
  const missing = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
  if (!missing) throw error;
};

const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
