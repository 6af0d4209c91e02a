import { LedgerError } from '@complaint-ledger/contracts';
import type { ByteProgress } from '../read/byte-source.ts';
import type { SourceRow } from '../read/source-row.ts';

export const xlsxRows = async (
  file: string,
  _sheet: string | undefined,
): Promise<{ rows: AsyncIterable<SourceRow>; progress: ByteProgress }> => {
  throw new LedgerError('invalid-input', `${file}: xlsx`, {});
};
