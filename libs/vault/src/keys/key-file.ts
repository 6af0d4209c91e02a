import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { LedgerError } from '@complaint-ledger/contracts';
import { parseKey, type KeyEncryptionKey } from './key-encryption-key.ts';

/** Others may not even read it. Windows has no such bits. */
const OTHERS = 0o077;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const failure = (error: unknown, path: string): LedgerError =>
  error instanceof LedgerError
    ? error
    : new LedgerError('unavailable', `The key file ${path} cannot be used: ${String(codeOf(error) ?? error)}`, {
        path,
        hint: 'Check that the file is there and that this user may read it.',
        cause: error,
      });

/** The key in the file, or undefined when there is no file. Errors: `config` (open to others), `unavailable`. */
export const readKeyFile = (path: string): KeyEncryptionKey | undefined => {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw failure(error, path);
  }
  try {
    const mode = fstatSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw new LedgerError('config', `The key file ${path} is open to others (mode ${mode.toString(8)})`, {
        path,
        hint: `Run: chmod 600 ${path}`,
      });
    return parseKey(readFileSync(file, 'utf8'), path);
  } catch (error) {
    throw failure(error, path);
  } finally {
    closeSync(file);
  }
};

const syncFolder = (folder: string): void => {
  // Windows cannot open a folder, and keeps its entries by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/**
 * Writes a new random key, durable, readable by this user only. Fails when the file is there. Whoever reads at the same time
 * finds the whole key or no file.
 */
export const createKeyFile = (path: string): KeyEncryptionKey => {
  const text = randomBytes(32).toString('base64');
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      const file = openSync(draft, 'wx', 0o600);
      try {
        writeFileSync(file, `${text}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      linkSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
    syncFolder(dirname(path));
  } catch (error) {
    throw failure(error, path);
  }
  return parseKey(text, path);
};

/**
 * A new key beside the old file; `install` puts it in its place. Between the two, both have to open the vault, so that a
 * crash at any moment leaves a file that does.
 */
export const createNextKeyFile = (path: string): { readonly key: KeyEncryptionKey; readonly install: () => void } => {
  const next = `${path}.next`;
  // Left by a rotation that did not come to its end: it opens nothing that the present file does not.
  rmSync(next, { force: true });
  const key = createKeyFile(next);
  return {
    key,
    install: () => {
      renameSync(next, path);
      syncFolder(dirname(path));
    },
  };
};
