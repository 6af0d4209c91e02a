import { createRequire } from 'node:module';
import type { EventEmitter } from 'node:events';

type Writing = (this: WritingConnection, command: object, options: object) => Promise<void>;

interface WritingConnection extends EventEmitter {
  readonly closed: boolean;
  readonly error: Error | null;
  writeCommand: Writing;
}

let mended = false;

/**
 * mongodb 7.9.0 waits for its socket to drain, or to fail: a connection that is closed without an error while a command is being
 * written lets the caller wait for ever, however soon the server is back. The closing ends the wait, with the error of the connection,
 * which the driver repeats as it does after any other.
 */
export const mendWriting = (): void => {
  if (mended) return;
  mended = true;
  const load = createRequire(import.meta.url);
  const { Connection } = load('mongodb/lib/cmap/connection') as { Connection: { prototype: WritingConnection } };
  const write = Connection.prototype.writeCommand;
  Connection.prototype.writeCommand = function (command, options) {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(this.error ?? new Error('the connection is closed'));
      if (this.closed) {
        gone();
        return;
      }
      this.once('close', gone);
      const done = (): void => void this.off('close', gone);
      write.call(this, command, options).then(resolve, reject).finally(done);
    });
  };
};
