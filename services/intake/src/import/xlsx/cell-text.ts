/** Undoes `_x000D_`, by which a workbook writes characters that XML does not hold (ECMA-376 Part 1, 22.9.2.19). */
export const cellText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
