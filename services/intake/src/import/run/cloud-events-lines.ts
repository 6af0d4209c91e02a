import { isLedgerError, LedgerError } from '@complaint-ledger/contracts';
import { parseJsonBody } from '@complaint-ledger/http';
import { Unreadable } from '../../receive/message.ts';
import { openBytes, type ByteProgress } from '../read/byte-source.ts';
import { csvRows } from '../read/csv-rows.ts';
import { decoder } from '../read/decode-text.ts';
import { textLines } from '../read/ndjson-rows.ts';
import { formatOf } from '../read/open-table.ts';
import { rejectsDelimiter, withoutRejectsCells } from '../read/rejects-columns.ts';
import { headerOf, type SourceRow } from '../read/source-row.ts';
import { fileHash, type ImportPlan } from './import-plan.ts';
import { ImportState } from './import-state.ts';
import { RejectsFile } from './rejects-file.ts';
import type { ImportOptions, ImportSummary } from './run-import.ts';
import { Sender, StaleState, whyOf } from './sender.ts';

/** CloudEvents, one a line, as they are; or the rejects file of such an import, whose column `line` holds them. */
interface EventLines {
  readonly progress: ByteProgress;
  readonly isRejects: boolean;
  readonly rows: AsyncIterable<SourceRow>;
}

const header = headerOf(['line']);

const openLines = async (file: string): Promise<EventLines> => {
  const delimiter = await rejectsDelimiter(file);
  if (delimiter === undefined && formatOf(file) !== 'ndjson') {
    throw new LedgerError('config', `${file} needs a mapping`, {
      path: file,
      hint: 'only NDJSON of CloudEvents is imported without one: ledger import FILE --mapping mapping.yaml',
    });
  }
  const { progress, bytes } = await openBytes(file);
  const text = decode(bytes);
  const rows = delimiter === undefined ? plainLines(text) : rejectedLines(text, delimiter);
  return { progress, isRejects: delimiter !== undefined, rows };
};

async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const reading = decoder('utf-8');
  for await (const chunk of bytes) yield reading.write(chunk);
  yield reading.end();
}

async function* plainLines(text: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  for await (const { line, text: content } of textLines(text)) yield { line, cells: [content] };
}

async function* rejectedLines(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<SourceRow> {
  let first = true;
  for await (const row of withoutRejectsCells(csvRows(text, { delimiter, quote: '"' }))) {
    if (!first) yield row;
    first = false;
  }
}

export const passPlan = async (file: string): Promise<ImportPlan> => {
  // Nothing is opened before the first line is asked for.
  const { progress, isRejects } = await openLines(file);
  return { file, format: 'cloudevents', bytes: progress.total, columns: [], shape: 'cloudevents', isRejects };
};

const EVERY = 1000;

/** Sends every line as it is; the receiver says what is wrong with it. */
export const runCloudEventsLines = async (options: ImportOptions): Promise<ImportSummary> => {
  const key = options.statePath === undefined ? '' : `${await fileHash(options.file)}:cloudevents`;
  const state = new ImportState(options.statePath, key);
  try {
    return await sendLines(options, state);
  } catch (error) {
    if (!(error instanceof StaleState)) throw error;
    await state.forget();
    return sendLines(options, state);
  }
};

const sendLines = async (options: ImportOptions, state: ImportState): Promise<ImportSummary> => {
  const { progress, rows: lines } = await openLines(options.file);
  const rejects = new RejectsFile(options.rejectsPath ?? `${options.file}.rejects.csv`, header);
  const sender = new Sender({
    send: options.send,
    batchSize: options.batchSize ?? 500,
    state,
    acknowledged: await state.load(),
    refused: async ({ row }, receipt) => {
      const column = receipt.status === 'rejected' ? receipt.path : '';
      if (row) await rejects.write(row, { reason: whyOf(receipt), column });
    },
    signal: options.signal,
  });
  let rows = 0;
  const tell = (): void => options.onProgress?.({ rows, messages: sender.counts.messages, bytes: { ...progress } });
  try {
    for await (const row of lines) {
      rows++;
      await sender.add(parsed(row), { line: row.line, row });
      if (rows % EVERY === 0) tell();
    }
    await sender.flush();
  } catch (error) {
    await rejects.discard();
    throw error;
  }
  await rejects.close();
  tell();
  return {
    rows,
    ...sender.counts,
    badRows: 0,
    heldRows: 0,
    ...(rejects.rows > 0 ? { rejectsFile: rejects.file } : {}),
    notes: sender.notes,
  };
};

const parsed = (row: SourceRow): unknown => {
  const bytes = Buffer.from(row.cells[0] ?? '');
  try {
    return parseJsonBody({ bytes, mediaType: 'application/json' });
  } catch (cause) {
    if (!isLedgerError(cause)) throw cause;
    const { message, details } = cause;
    const error = new LedgerError('invalid-input', message, { ...details, path: `line ${String(row.line)}`, cause });
    return new Unreadable(bytes, error);
  }
};
