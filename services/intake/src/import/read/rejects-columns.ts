import { firstBytes } from './byte-source.ts';

/** Columns that a rejects file has after the columns of the file it came from. */
export const rejectsNames = ['_row', '_reason', '_column'] as const;

/** Whether a file is a rejects file of an earlier import: then it is CSV in UTF-8, whatever the mapping says. */
export const rejectsColumns = async (file: string): Promise<boolean> => {
  const start = (await firstBytes(file, 64 * 1024)).toString('latin1');
  return new RegExp(`(^|,|\\n)"?${rejectsNames.join('"?,"?')}"?\\r?\\n`).test(start);
};
