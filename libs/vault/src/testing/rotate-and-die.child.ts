// Started by the contract of keys: goes over to another key and is killed when the vault knows both.
import { openMongo } from '@complaint-ledger/mongodb';
import { openFile } from '@complaint-ledger/sqlite';
import { keyEncryptionKey } from '../keys/key-encryption-key.ts';
import { keySource } from '../keys/key-source.ts';
import { vaultDocuments } from '../mongodb/documents.ts';
import * as mongoRoot from '../mongodb/kept-root.ts';
import * as sqliteRoot from '../sqlite/kept-root.ts';

const [place = '', database = '', from = '', to = ''] = process.argv.slice(2);
const key = keyEncryptionKey(Buffer.from(to, 'base64'));
const source = keySource({ key, previous: keyEncryptionKey(Buffer.from(from, 'base64')) });
const next = { key, install: () => process.kill(process.pid, 'SIGKILL') };
if (database === '') {
  const db = openFile({ path: place }, '');
  sqliteRoot.rewrapRoot(db, sqliteRoot.openRoot(db, source, { path: place }), next);
} else {
  const { db } = await openMongo({ url: place, database }, { what: 'The vault' });
  const documents = vaultDocuments(db);
  await mongoRoot.rewrapRoot(documents, await mongoRoot.openRoot(documents, source), next);
}
