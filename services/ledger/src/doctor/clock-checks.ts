import { said } from '@complaint-ledger/contracts';
import { type Verdict, failed, ok, warning } from './finding.ts';

/** A clock of another machine beside ours, ms since 1970. */
export interface ClockPair {
  readonly theirs: number;
  readonly ours: number;
  /** How coarse theirs is told, ms; default 1. */
  readonly grain?: number;
}

const seconds = (ms: number): string => (Math.abs(ms) / 1_000).toFixed(1);

const ADVICE = said(
  'Let every machine take its time from the same NTP servers. Deadlines are judged by these clocks.',
  '请让所有机器使用相同的 NTP 服务器：时限按这些时钟判定。',
);

/** `limit`: how far clocks may differ, ms; half of it is a warning. */
export const clockVerdict = (server: string, pair: ClockPair | undefined, limit: number): Verdict => {
  if (pair === undefined) return ok(said(`${server} does not tell its time`, `${server} 未提供时间`));
  const { theirs, ours, grain = 1 } = pair;
  const raw = theirs - ours;
  const skew = Math.sign(raw) * Math.max(0, Math.abs(raw) - grain);
  const facts = { server, skewMs: Math.round(skew), limitMs: limit };
  const told = said(
    `the clock of ${server} is ${seconds(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} this machine's`,
    `${server} 的时钟比本机${skew < 0 ? '慢' : '快'} ${seconds(skew)} 秒`,
  );
  if (Math.abs(skew) > limit) return failed(told, ADVICE, facts);
  if (Math.abs(skew) > limit / 2) return warning(told, ADVICE, facts);
  return ok(told, facts);
};

/** The newest event beside our clock: recorded in the future, some clock is or was wrong. */
export const newestVerdict = (recordedAt: string | undefined, now: number, limit: number): Verdict => {
  if (recordedAt === undefined) return ok(said('no event yet', '尚无事件'));
  const ahead = Date.parse(recordedAt) - now;
  if (ahead <= limit) return ok(said(`the newest event is of ${recordedAt}`, `最新事件记录于 ${recordedAt}`));
  return failed(
    said(
      `the newest event was recorded ${seconds(ahead)} s in the future, at ${recordedAt}`,
      `最新事件的记录时间在未来 ${seconds(ahead)} 秒（${recordedAt}）`,
    ),
    ADVICE,
    { recordedAt, aheadMs: ahead },
  );
};
