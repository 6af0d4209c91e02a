import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { said } from '@complaint-ledger/contracts';
import { arrayStatement, openFile, resultCode, sqliteFailure, transaction } from './index.ts';

describe('a SQLite file', () => {
  let folder: string;
  let path: string;
  const failure = sqliteFailure({
    what: said('The shelf', '书架'),
    meanings: {
      busy: ['locked', said('Wait.', '请等待。')],
      'not-a-database': ['corrupt', said('Name another.', '请另选。')],
      full: ['storage', said('Free.', '请腾出空间。')],
    },
    otherwise: ['unavailable', said('Look at the folder.', '请检查文件夹。')],
  });
  const thrownBy = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
    path = join(folder, 'deep', 'shelf.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('in memory leaves no file behind', () => {
    const here = process.cwd();
    process.chdir(folder);
    try {
      openFile({ path: ':memory:' }, 'CREATE TABLE shelf (id INTEGER)').close();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      process.chdir(here);
    }
  });

  describe('tells', () => {
    it('that it is no database', () => {
      const other = join(folder, 'text');
      writeFileSync(other, 'this is a text and no database at all'.repeat(100));
      const error = thrownBy(() => openFile({ path: other }, 'PRAGMA journal_mode = WAL'));
      expect(resultCode(error)).toBe('not-a-database');
      expect(failure(error, other)).toMatchObject({
        code: 'corrupt',
        details: {
          path: other,
          hint: 'Name another.',
          zh: { message: expect.stringMatching(/^书架失败：/), hint: '请另选。' },
        },
      });
    });

    it('that another process writes it, and that it is full', () => {
      const db = openFile({ path, busyTimeout: 1 }, 'PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
      const other = new DatabaseSync(path);
      other.exec('BEGIN IMMEDIATE');
      const busy = thrownBy(() => transaction(db, () => undefined));
      expect(resultCode(busy)).toBe('busy');
      expect(failure(busy, path)).toMatchObject({ code: 'locked' });
      other.close();
      db.exec('PRAGMA max_page_count = 1');
      const full = thrownBy(() => transaction(db, () => db.exec('INSERT INTO t VALUES (zeroblob(100000))')));
      expect(resultCode(full)).toBe('full');
      expect(failure(full, path)).toMatchObject({ code: 'storage' });
      db.close();
    });

    it('what the file system says, and every other failure of SQLite, in the same words', () => {
      const absent = thrownBy(() => openSync(join(folder, 'no', 'where'), 'r'));
      expect(resultCode(absent)).toBeUndefined();
      expect(failure(absent, path)).toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/^The shelf failed: ENOENT/),
      });
      const db = openFile({ path }, '');
      const wrong = thrownBy(() => db.exec('SELECT nonsense'));
      expect(resultCode(wrong)).toBe('other');
      expect(failure(wrong, path)).toMatchObject({ code: 'unavailable', details: { cause: wrong } });
      db.close();
    });

    it('nothing of errors that are not its own', () => {
      const own = new TypeError('mistake');
      expect(failure(own, path)).toBe(own);
      expect(failure(undefined, path)).toBeUndefined();
    });
  });

  it('is made with its folder, for this user only', () => {
    openFile({ path }, 'CREATE TABLE t (a)').close();
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps its lock when the same process opens it again', () => {
    const db = openFile({ path }, 'CREATE TABLE t (a)');
    db.exec('BEGIN IMMEDIATE');
    const again = openFile({ path }, '');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['-e', "new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('BEGIN IMMEDIATE')", path],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('database is locked') });
    again.close();
    db.close();
  });

  it('takes all of a transaction or nothing, and can go on', () => {
    const db = openFile({ path }, 'CREATE TABLE t (a)');
    const mistake = new Error('mistake');
    const failing = (): void => {
      db.exec('INSERT INTO t VALUES (1)');
      throw mistake;
    };
    expect(thrownBy(() => transaction(db, failing))).toBe(mistake);
    expect(transaction(db, () => db.prepare('INSERT INTO t VALUES (2)').run().changes)).toBe(1);
    expect(arrayStatement<[number]>(db, 'SELECT a FROM t').all()).toEqual([[2]]);
    db.close();
  });
});
