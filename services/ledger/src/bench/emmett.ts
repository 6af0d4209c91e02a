import { type Contender, inScratchFolder } from '@complaint-ledger/event-store/bench';
import { result } from './child.ts';

interface Appended {
  readonly rate: number;
  readonly appended: number;
  readonly error?: string;
}

/**
 * The same events through emmett's SQLite store, in a process of its own and one append after the other, which is the best it
 * can do: appends at the same time fail with SQLITE_BUSY. `installed` is a folder that has it in node_modules; it is no
 * dependency, since its package names no licence. When it fails on the way, the rate is that of what was appended.
 */
export const emmettAppends =
  (
    installed: string,
    { events, callers, folder }: { events: number; callers: number; folder: string | undefined },
    onFailure: (text: string) => void,
  ): Contender =>
  () =>
    inScratchFolder(async (scratch) => {
      const args = [installed, String(events), String(callers), scratch];
      const { rate, appended, error } = await result<Appended>('emmett.child.js', args);
      if (error !== undefined) onFailure(`emmett-sqlite failed after ${appended} of ${events} appends: ${error}`);
      return rate;
    }, folder);
