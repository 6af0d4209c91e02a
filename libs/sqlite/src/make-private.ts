import { closeSync, openSync } from 'node:fs';

/**
 * Makes an empty file that only this user can read, unless there is one; SQLite gives its other files the mode of this one.
 * A file that is there is not opened: closing it would end every lock that this process has on it (POSIX). Never throws: what
 * stands in the way, SQLite meets too when it opens the file, and says.
 */
export const makePrivate = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // The file is there, or cannot be made.
  }
};
