/* oxlint-disable unicorn/require-post-message-target-origin -- threads have no origin, windows do */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** Pages that the WAL still has to give to the ledger file after a checkpoint. */
export interface CheckpointReport {
  readonly remaining: number;
}

const { path } = workerData as { readonly path: string };
const db = new DatabaseSync(path);
db.exec('PRAGMA synchronous = FULL; PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = 0');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'checkpoint') {
    const row = checkpoint.get();
    const report: CheckpointReport = { remaining: Number(row?.['log']) - Number(row?.['checkpointed']) };
    parentPort?.postMessage(report);
  } else {
    db.close();
    parentPort?.close();
  }
});
