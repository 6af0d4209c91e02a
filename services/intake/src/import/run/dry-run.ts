import type { Receipt } from '../../receive/receipt.ts';
import { runImport, type ImportOptions, type ImportSummary } from './run-import.ts';

/** Makes every message and hands it to `write` as a line of NDJSON instead of sending it. Keeps no state. */
export const dryRun = (
  options: Omit<ImportOptions, 'send' | 'statePath'>,
  write: (line: string) => Promise<void> | void,
): Promise<ImportSummary> =>
  runImport({
    ...options,
    send: async (batch) => {
      const receipts: Receipt[] = [];
      for (const [index, message] of batch.entries()) {
        await write(`${JSON.stringify(message)}\n`);
        receipts.push({ index, status: 'accepted', id: '', source: '', eventId: '', position: 0 });
      }
      return receipts;
    },
  });
