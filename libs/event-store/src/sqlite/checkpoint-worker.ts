/* oxlint-disable unicorn/require-post-message-target-origin -- threads have no origin, windows do */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const { path } = workerData as { readonly path: string };
const db = new DatabaseSync(path);
db.exec('PRAGMA synchronous = FULL; PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = 0');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'checkpoint') {
    try {
      checkpoint.get();
    } catch {
      // A full disk: everything is safe in the WAL, and is moved when there is room.
    }
    parentPort?.postMessage('done');
  } else {
    db.close();
    parentPort?.close();
  }
});
