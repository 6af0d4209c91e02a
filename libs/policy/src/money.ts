/** Fen of `20 CNY` or `12.50 CNY`; undefined for anything else. */
export const parseMoney = (text: string): number | undefined => {
  const parts = /^(\d{1,12})(?:\.(\d{1,2}))?\sCNY$/.exec(text);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : undefined;
};
