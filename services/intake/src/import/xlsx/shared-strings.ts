import { LedgerError } from '@complaint-ledger/contracts';
import { cellText } from './cell-text.ts';
import { readXml } from './xml-events.ts';

/** Characters that the texts of one workbook may have together. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/** Texts that cells refer to by number. Phonetic guides are left out; the runs of a formatted text are joined. */
export const sharedStrings = async (bytes: AsyncIterable<Buffer>, part: string): Promise<readonly string[]> => {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let phonetic = false;
  let total = 0;
  await readXml(bytes, part, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        total += text.length;
        if (total > MOST_CHARACTERS) {
          throw new LedgerError('payload-too-large', 'the texts of the workbook do not fit into memory', {
            hint: 'save the sheet as .csv',
          });
        }
        strings.push(cellText(text));
      }
    },
  });
  return strings;
};
