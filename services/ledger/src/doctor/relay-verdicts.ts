import { said } from '@complaint-ledger/contracts';
import type { RelayState } from '@complaint-ledger/event-feed/kafka';
import type { EventStore } from '@complaint-ledger/event-store';
import { type Verdict, failed, ok, warning } from './finding.ts';

/** How long events may wait before somebody should look, and before something is wrong; seconds. */
const SLOW = 60;
const STUCK = 600;

/** Seconds since the oldest event after `position` was recorded; 0 when there is none. LedgerErrors of the log. */
export const waitingSince = async (
  log: Pick<EventStore, 'readAll'>,
  position: number,
  now: number,
): Promise<number> => {
  const [next] = await log.readAll({ after: position, limit: 1 });
  return next === undefined ? 0 : Math.max(0, Math.round((now - Date.parse(next.recordedAt)) / 1_000));
};

/** What somebody who leads has done of the log. */
export interface Work {
  /** `relay`, `seal`, or a consumer of the whole log. */
  readonly what: string;
  /** Who has the lease; undefined where there is none to have, empty where nobody has it. */
  readonly holder?: string;
  /** Seconds that the oldest undone event waits. */
  readonly waits: number;
}

/** Whether work that one process at a time does goes on. */
export const workVerdict = ({ what, holder, waits }: Work): Verdict => {
  const facts = { what, ...(holder !== undefined && { holder }), waitsSeconds: waits };
  const [en, zh] =
    holder === undefined
      ? ['', '']
      : holder === ''
        ? ['nobody leads; ', '无进程负责；']
        : [`led by ${holder}; `, `由 ${holder} 负责；`];
  if (waits === 0) return ok(said(`${en}nothing waits`, `${zh}无积压`), facts);
  const told = said(`${en}the oldest event waits ${waits} s`, `${zh}最早的事件已等待 ${waits} 秒`);
  if (holder === '' || waits > STUCK)
    return failed(
      told,
      said(
        'Check that a process runs; its log and /health/ready tell what it stands at.',
        '请检查是否有进程在运行；其日志和 /health/ready 会说明停在何处。',
      ),
      facts,
    );
  if (waits > SLOW) return warning(told, said('Watch whether it shrinks.', '请观察是否在减少。'), facts);
  return ok(told, facts);
};

/** Consumers of the whole log by name, of the places that processes keep. */
export const serialConsumers = (
  places: ReadonlyMap<string, RelayState>,
  prefix: string,
): readonly (readonly [name: string, state: RelayState])[] => {
  const start = `${prefix}consumer:`;
  return [...places].filter(([id]) => id.startsWith(start)).map(([id, state]) => [id.slice(start.length), state]);
};
