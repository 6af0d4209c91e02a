import type { Send } from '../message.ts';
import type { SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import { prepareImport, fileHash, textHash, type ImportInput, type PreparedImport } from './import-plan.ts';
import { ImportState } from './import-state.ts';
import { RejectsFile, firstReason, type Reject } from './rejects-file.ts';
import { Sender, StaleState, whyOf, type Origin } from './sender.ts';
import { inOrderOfTime } from './sort-by-time.ts';

export interface ImportProgress {
  readonly rows: number;
  readonly messages: number;
  readonly bytes: { readonly done: number; readonly total: number };
}

export interface ImportOptions extends ImportInput {
  readonly send: Send;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Default: `<file>.rejects.csv`. */
  readonly rejectsPath?: string | undefined;
  /** State file that makes an import go on where it stopped; none when absent. */
  readonly statePath?: string | undefined;
  /** Messages sent at once; default 500. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

export interface ImportSummary {
  readonly rows: number;
  readonly messages: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** Messages that the ledger refused or parked. */
  readonly rejected: number;
  readonly parked: number;
  /** Messages not sent, because an earlier run of the same file had them acknowledged. */
  readonly skipped: number;
  /** Rows of which no message could be made. */
  readonly badRows: number;
  /** Rows that wait because another row of their case was rejected. */
  readonly heldRows: number;
  /** Rejects file, when there is one. */
  readonly rejectsFile?: string;
  readonly notes: readonly string[];
}

const EVERY = 1000;

/** Imports one file. Throws before the first row when mapping, header or encoding do not fit; see `docs/import.md`. */
export const runImport = async (options: ImportOptions): Promise<ImportSummary> => {
  if (options.mapping === undefined) {
    const { runCloudEventsLines } = await import('./cloud-events-lines.ts');
    return runCloudEventsLines(options);
  }
  const input = { ...options, mapping: options.mapping };
  const again = () => prepareImport(input);
  const prepared = await again();
  const state = await stateOf(input, prepared);
  try {
    return await new MappedImport(prepared, options, state).run(again);
  } catch (error) {
    if (!(error instanceof StaleState)) throw error;
    await state.forget();
    return new MappedImport(await again(), options, state).run(again);
  }
};

const stateOf = async (options: ImportOptions, { loaded, policy, snapshot }: PreparedImport): Promise<ImportState> => {
  if (options.statePath === undefined) return new ImportState(undefined, '');
  const settings = JSON.stringify([loaded.text, policy, snapshot]);
  return new ImportState(options.statePath, `${await fileHash(options.file)}:${textHash(settings)}`);
};

class MappedImport {
  private readonly prepared: PreparedImport;
  private readonly options: ImportOptions;
  private readonly state: ImportState;
  private readonly rejects: RejectsFile;
  /** The row of which a message was refused last; refusals come in the order of the rows. */
  private refused: { readonly row: SourceRow; readonly reject: Reject } | undefined;
  /** Reasons by row, for tables whose rejects are written by whole cases at the end. */
  private readonly reasons = new Map<number, Reject>();
  private readonly badCases = new Set<string>();
  /** Lines of rows that belong to no case. */
  private readonly unplaced = new Set<number>();
  private rows = 0;
  private badRows = 0;
  private heldRows = 0;

  constructor(prepared: PreparedImport, options: ImportOptions, state: ImportState) {
    this.prepared = prepared;
    this.options = options;
    this.state = state;
    this.rejects = new RejectsFile(options.rejectsPath ?? `${options.file}.rejects.csv`, prepared.table.header);
  }

  async run(again: () => Promise<PreparedImport>): Promise<ImportSummary> {
    try {
      return await this.send(again);
    } catch (error) {
      await this.rejects.discard();
      throw error;
    }
  }

  private async send(again: () => Promise<PreparedImport>): Promise<ImportSummary> {
    const { shape, clock, table, loaded } = this.prepared;
    const sender = new Sender({
      send: this.options.send,
      batchSize: this.options.batchSize ?? 500,
      state: this.state,
      acknowledged: await this.state.load(),
      refused: (origin, receipt) => {
        const path = receipt.status === 'rejected' && receipt.path !== '' ? `${receipt.path}: ` : '';
        return this.refuse(origin, { reason: path + whyOf(receipt), waits: receipt.status === 'parked' });
      },
      signal: this.options.signal,
    });
    const rows = loaded.mapping.log?.order === 'time' ? inOrderOfTime(this.prepared) : table.rows;
    for (const message of clock.start()) await sender.add(message, undefined);
    for await (const row of rows) {
      this.rows++;
      const made = await this.make(row);
      if (made !== undefined) {
        for (const message of clock.before(made.ms, row.line)) await sender.add(message, undefined);
        for (const message of made.messages) await sender.add(message, { line: row.line, row });
        clock.saw(made.messages);
      }
      if (this.rows % EVERY === 0) this.tell(sender);
    }
    const last = shape.end();
    clock.saw(last.map(({ message }) => message));
    for (const { message, ...origin } of last) await sender.add(message, origin);
    for (const message of clock.end()) await sender.add(message, undefined);
    await sender.flush();
    await this.writeRefused();
    if (this.reasons.size > 0) await this.writeCases(await again());
    await this.rejects.close();
    this.tell(sender);
    return this.summary(sender);
  }

  private async make(row: SourceRow) {
    const { shape } = this.prepared;
    try {
      this.check(row);
      const made = shape.row(row);
      if (made !== 'held') return made;
      this.heldRows++;
    } catch (problem) {
      if (!(problem instanceof RowProblem)) throw problem;
      this.badRows++;
      const reject = { reason: problem.message, column: problem.column };
      if (this.prepared.loaded.mapping.log === undefined) await this.rejects.write(row, reject);
      else this.rejectCase({ line: row.line, row }, reject);
    }
    return undefined;
  }

  private check(row: SourceRow): void {
    if (row.problem !== undefined) throw new RowProblem(row.problem);
    const columns = this.prepared.table.header.names.length;
    if (row.cells.length !== columns) {
      const surplus = row.cells.length > columns ? `; surplus: ${row.cells.slice(columns).join(' | ')}` : '';
      throw new RowProblem(`${String(row.cells.length)} columns where the header has ${String(columns)}${surplus}`);
    }
    const broken = row.cells.findIndex((cell) => cell.includes('\uFFFD'));
    if (broken >= 0 && this.prepared.table.broken()) {
      throw new RowProblem('bytes that the encoding does not know', this.prepared.table.header.names[broken]);
    }
  }

  /** A row of a table is written once, however many of its messages are refused. */
  private async refuse(origin: Origin, reject: Reject): Promise<void> {
    if (this.prepared.loaded.mapping.log !== undefined) return this.rejectCase(origin, reject);
    const { row } = origin;
    if (row === undefined) return;
    const isSame = this.refused?.row.line === row.line;
    if (!isSame) await this.writeRefused();
    this.refused = { row, reject: firstReason(this.refused?.reject, reject) };
  }

  private async writeRefused(): Promise<void> {
    if (this.refused === undefined) return;
    const { row, reject } = this.refused;
    this.refused = undefined;
    await this.rejects.write(row, reject);
  }

  private rejectCase({ line, row, caseKey }: Origin, reject: Reject): void {
    const { shape } = this.prepared;
    this.reasons.set(line, firstReason(this.reasons.get(line), reject));
    const key = caseKey ?? (row?.problem === undefined && row ? shape.caseOf(row) : undefined);
    if (key === undefined) this.unplaced.add(line);
    else {
      this.badCases.add(key);
      shape.hold(key);
    }
  }

  /**
   * A hand-over is the difference between two rows, so a rejected row of a log is written with every row of its case:
   * what was sent before is a duplicate when the mended file comes, and what waited follows.
   */
  private async writeCases(second: PreparedImport): Promise<void> {
    for await (const row of second.table.rows) {
      const key = row.problem === undefined ? second.shape.caseOf(row) : undefined;
      const wanted = this.unplaced.has(row.line) || (key !== undefined && this.badCases.has(key));
      if (wanted) await this.rejects.write(row, this.reasons.get(row.line) ?? { reason: '' });
    }
  }

  private tell(sender: Sender): void {
    this.options.signal?.throwIfAborted();
    const { done, total } = this.prepared.table.progress;
    this.options.onProgress?.({ rows: this.rows, messages: sender.counts.messages, bytes: { done, total } });
  }

  private summary({ counts, notes: refusals }: Sender): ImportSummary {
    const { clock, binding } = this.prepared;
    const { skipped, twice } = binding.clockChanges;
    const notes = [
      ...refusals,
      ...(skipped > 0 ? [`${String(skipped)} times that the clocks skipped (summer time) were moved forward`] : []),
      ...(twice > 0 ? [`${String(twice)} times that the clocks showed twice were taken as the first`] : []),
      ...(clock.stoppedAt === undefined
        ? []
        : [`the clock did not go by rows from row ${String(clock.stoppedAt)} on: it is earlier than a row before it`]),
    ];
    return {
      rows: this.rows,
      ...counts,
      badRows: this.badRows,
      heldRows: this.heldRows,
      ...(this.rejects.rows > 0 ? { rejectsFile: this.rejects.file } : {}),
      notes,
    };
  }
}
