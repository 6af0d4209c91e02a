import { readFileSync } from 'node:fs';
import { LedgerError, said } from '@complaint-ledger/contracts';

/** The text of a file that holds one value, such as a secret. `where` names what named it. LedgerError `config`. */
export const heldText = (path: string, where: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new LedgerError(
      'config',
      said(`The file that ${where} names cannot be read.`, `无法读取 ${where} 指定的文件。`),
      {
        path: where,
        hint: said(
          `Check that ${path} is there and that this user may read it.`,
          `请检查 ${path} 是否存在、当前用户能否读取。`,
        ),
        cause,
      },
    );
  }
};
