import type { NumberedCall } from './call-log.ts';

const padded = (number: number): string => String(number).padStart(4, '0');

/** `2026-03-0042`: the number of a call of that day in its month (CALL-2). */
export const monthNumber = ({ numberInMonth }: Pick<NumberedCall, 'numberInMonth'>, date: string): string =>
  `${date.slice(0, 7)}-${padded(numberInMonth)}`;

/** `2026-Q1-0131`: the number of a call of that day in its quarter (CALL-2). */
export const quarterNumber = ({ numberInQuarter }: Pick<NumberedCall, 'numberInQuarter'>, date: string): string =>
  `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}-${padded(numberInQuarter)}`;
