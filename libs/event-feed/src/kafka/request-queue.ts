import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

let mended = false;

/**
 * kafkajs 2.2.4 looks after requests that wait by a timer that it also sets when none waits: with a negative time, of which
 * newer Nodes warn, and then again every millisecond for as long as the connection lives (tulios/kafkajs#1751). The timer is
 * set only when there is something to wait for.
 */
export const mendRequestQueue = (): void => {
  if (mended) return;
  mended = true;
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
};
