import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Policy, PolicyBook } from '@complaint-ledger/policy';
import type { AnyCaseEvent } from '@complaint-ledger/routing';
import { type Compared, compare } from './figures.ts';
import { Counts, Findings } from './findings.ts';
import { type Filed, type ReadLog, findMatters, readHistory } from './matters.ts';
import { recordedMatter, replayMatter } from './replay-matter.ts';
import { Tally } from './tally.ts';

export interface WhatIfOptions {
  readonly log: ReadLog;
  /** The packs in force. */
  readonly book: PolicyBook;
  /** The pack that is tried. */
  readonly policy: Policy;
  readonly filed: Filed;
  /** Wall clock for sources without a clock of their own, ms. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** How much of how much is done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** One period under two sets of rules. */
export interface WhatIf {
  /** Position of the log that both sides know. */
  readonly position: number;
  /** Matters that are a case on either side, by the pack they were recorded under. */
  readonly matters: Readonly<Record<string, number>>;
  readonly company: readonly Compared[];
  /** In the order of their names. */
  readonly departments: ReadonlyMap<string, readonly Compared[]>;
  readonly findings: Findings;
}

const notStopped = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted !== true) return;
  throw new LedgerError('unavailable', said('The trial was stopped before it was through.', '试行中途停止。'), {
    hint: said(
      'Nothing was changed; start it again, or try a shorter period.',
      '没有改动任何内容；请重新开始，或缩短时期。',
    ),
  });
};

const installed = (book: PolicyBook, id: string): Policy | undefined =>
  book.ids().includes(id) ? book.policy(id) : undefined;

/** A call-back to make is none: the reports do not count it as filed either (CALL-7). */
const isCase = (events: readonly AnyCaseEvent[]): boolean => events.some(({ data }) => data.dims.task !== true);

/**
 * Decides the matters filed in a period anew under another pack, beside what the ledger has decided, and counts both alike: all that
 * became of them, until the head of the log and the clocks at the end. Nothing is written. LedgerErrors of the log, `calendar`.
 */
export const whatIf = async (options: WhatIfOptions): Promise<WhatIf> => {
  const { log, book, policy, filed, now, signal, onProgress } = options;
  const head = await log.head();
  const { matters, clocks: history } = await findMatters(log, head, filed, () => notStopped(signal));
  const clocks = { history, head, now };
  const findings = new Findings();
  const byPack = new Counts();
  const [before, after] = [new Tally(), new Tally()];
  for (const [index, found] of matters.entries()) {
    notStopped(signal);
    const matter = await readHistory(log, head, found);
    const former = installed(book, matter.policy);
    const recorded = recordedMatter(matter, former, clocks);
    const replayed = replayMatter(matter, { policy, former, findings }, clocks);
    for (const event of recorded) before.count(event);
    for (const event of replayed) after.count(event);
    onProgress?.(index + 1, matters.length);
    if (recorded.length === 0 && replayed.length === 0) continue;
    if (isCase(recorded) || isCase(replayed)) byPack.add(matter.policy);
    if (former === undefined) findings.packsGone.add(matter.policy);
  }
  const names = [...new Set([...before.departments(), ...after.departments()])].toSorted();
  return {
    position: head,
    matters: byPack.toObject(),
    company: compare(before.company(), after.company()),
    departments: new Map(names.map((name) => [name, compare(before.of(name), after.of(name))])),
    findings,
  };
};
