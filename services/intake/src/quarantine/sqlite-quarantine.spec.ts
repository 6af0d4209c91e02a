import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { openSqliteVault } from '@complaint-ledger/vault';
import { openSqliteQuarantine } from './sqlite-quarantine.ts';
import { quarantineContract, rejected } from './testing/quarantine-contract.ts';

const newPlace = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quarantine-'));
  const path = join(folder, 'q', 'quarantine.sqlite');
  const vault = openSqliteVault({ path: join(folder, 'vault.sqlite'), keyFile: join(folder, 'vault.key') });
  let clock = 0;
  const past = <T>(at: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(path);
    try {
      return at(db);
    } finally {
      db.close();
    }
  };
  return {
    folder,
    vault,
    open: () => openSqliteQuarantine({ path, sealer: vault, now: () => ++clock }),
    spoilBodies: async () =>
      past((db) =>
        db.exec("UPDATE entry SET body = x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'"),
      ),
    bodies: async () =>
      past((db) =>
        db
          .prepare('SELECT body FROM entry UNION ALL SELECT body FROM attempt')
          .all()
          .flatMap(({ body }) => (body instanceof Uint8Array ? [body] : [])),
      ),
    dispose: async () => {
      await vault.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

quarantineContract('SQLite', newPlace);

describe('SQLite quarantine', () => {
  it('is a file for this user only', async () => {
    const place = await newPlace();
    const quarantine = await place.open();
    await quarantine.keep([rejected('a')]);
    for (const file of await readdir(join(place.folder, 'q')))
      expect((await stat(join(place.folder, 'q', file))).mode & 0o077).toBe(0);
    await quarantine.close();
    await place.dispose();
  });

  it('calls a file that is no database corrupt', async () => {
    const { folder, vault, dispose } = await newPlace();
    const other = join(folder, 'other');
    await writeFile(other, 'no database at all, '.repeat(100));
    await expect(openSqliteQuarantine({ path: other, sealer: vault })).rejects.toMatchObject({ code: 'corrupt' });
    await dispose();
  });
});
