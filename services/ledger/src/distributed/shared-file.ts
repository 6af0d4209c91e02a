import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * A file beside the real logs, which the project does not hold: SHARED_DATA names their folder. Undefined where it is not at hand; in CI,
 * where nothing may be skipped unnoticed, that is an error.
 */
export const sharedFile = (path: string): string | undefined => {
  const file = resolve(process.env['SHARED_DATA'] ?? '../shared/data', path);
  if (existsSync(file)) return file;
  if (process.env['CI'] === 'true')
    throw new Error(`${file} is not there: SHARED_DATA names the folder of the real logs`);
  return undefined;
};
