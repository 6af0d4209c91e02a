/**
 * `person.identifier` is the blind index: a MAC of what identifies the person, found by equality only. An erased person
 * keeps id and time, as a tombstone; salt and identifier are gone, and secure_delete overwrites where they stood.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS root (key_id TEXT PRIMARY KEY NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS person (
    id BLOB PRIMARY KEY NOT NULL, salt BLOB, identifier BLOB UNIQUE, erased_at TEXT,
    CHECK ((salt IS NULL) = (erased_at IS NOT NULL))
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS link (subject TEXT PRIMARY KEY NOT NULL, person BLOB NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS link_by_person ON link (person);
  CREATE TABLE IF NOT EXISTS erasures (only INTEGER PRIMARY KEY CHECK (only = 1), count INTEGER NOT NULL);
  INSERT OR IGNORE INTO erasures VALUES (1, 0);
`;

export const PRAGMAS = `
  PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
  PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32768;
`;
