import { readXml } from './xml-events.ts';

/** Built-in number formats that show a date or a time of day (ECMA-376 Part 1, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Cell styles, by their number, that show a date. */
export const dateStyles = async (bytes: AsyncIterable<Buffer>, part: string): Promise<ReadonlySet<number>> => {
  const codes = new Map<number, string>();
  const styles = new Set<number>();
  let inCells = false;
  let at = 0;
  await readXml(bytes, part, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        const code = codes.get(id);
        if (code === undefined ? isBuiltInDate(id) : showsDate(code)) styles.add(at);
        at++;
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
};

/** A code with a day, month, year or hour in it; `[h]:mm`, a length of time, is none. */
export const showsDate = (code: string): boolean => {
  if (/\[[hms]+\]/i.test(code)) return false;
  const plain = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  return /[ymdhs]/i.test(plain.replace(/general/gi, ''));
};
