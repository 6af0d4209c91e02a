import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { rejectsNames } from '../read/rejects-columns.ts';
import type { Header, SourceRow } from '../read/source-row.ts';

/** Why a row is in the rejects file; empty for a row that is there because others of its case are. */
export interface Reject {
  readonly reason: string;
  readonly column?: string | undefined;
}

/**
 * Rows that were not imported, as they were, with three more columns: row, reason and column. CSV in UTF-8 with a
 * byte-order mark, which spreadsheets need. Made with the first row that is written to it; an old one is removed.
 */
export class RejectsFile {
  readonly file: string;
  rows = 0;
  private readonly header: Header;
  private readonly width: number;
  private stream: WriteStream | undefined;

  constructor(file: string, header: Header, width: number) {
    this.file = file;
    this.header = header;
    this.width = width;
  }

  async write(row: SourceRow, { reason, column }: Reject): Promise<void> {
    if (this.stream === undefined) {
      this.stream = createWriteStream(this.file, { encoding: 'utf8' });
      await once(this.stream, 'open');
      this.stream.write(`\uFEFF${csvLine([...this.header.written.slice(0, this.width), ...rejectsNames])}`);
    }
    const cells = Array.from({ length: this.width }, (_, at) => row.cells[at] ?? '');
    this.rows++;
    if (!this.stream.write(csvLine([...cells, String(row.line), reason, column ?? ''])))
      await once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    if (this.stream === undefined) {
      await rm(this.file, { force: true });
      return;
    }
    this.stream.end();
    await finished(this.stream);
  }
}

const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
