import { hash } from 'node:crypto';
import type { SourceRow } from '../read/source-row.ts';

const LONGEST = 200;

/** Joins the parts of a message id; one that is too long ends in its hash. */
export const messageId = (...parts: readonly string[]): string => {
  const id = parts.join('/');
  return id.length <= LONGEST ? id : `${id.slice(0, LONGEST - 33)}~${hash('sha256', id, 'hex').slice(0, 32)}`;
};

/**
 * Names rows by what is in them: hash of the cells, and which of several equal rows it is. Used only where a mapping
 * names no key; costs memory for each row, so big files should have one.
 */
export const contentKeys = (): ((row: SourceRow) => string) => {
  const seen = new Map<string, number>();
  return (row) => {
    const key = hash('sha256', row.cells.join('\u001f'), 'hex').slice(0, 24);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}~${String(count)}`;
  };
};
