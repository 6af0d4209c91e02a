import type { PolicyBook } from '@complaint-ledger/policy';
import type { CaseRepository } from '../cases/case-repository.ts';
import { decideSweep } from '../deadlines/sweep.ts';
import type { SourceClocks } from '../reactor/source-clocks.ts';
import type { Agenda, AgendaEntry } from './agenda.ts';

const PAGE = 1_000;

/**
 * Declares what is overdue, also after days of downtime: the agenda says which cases, the case itself decides.
 * It makes the ledger prompt, not right: every fact is judged against the clock before it is decided.
 */
export class DeadlineSweeper {
  readonly #agenda: Agenda;
  readonly #cases: CaseRepository;
  readonly #policies: PolicyBook;
  readonly #clocks: SourceClocks;
  /** Waits until the agenda knows of everything appended up to that position. */
  readonly #agendaAt: (position: number) => Promise<void>;

  constructor(parts: {
    readonly agenda: Agenda;
    readonly cases: CaseRepository;
    readonly policies: PolicyBook;
    readonly clocks: SourceClocks;
    readonly agendaAt: (position: number) => Promise<void>;
  }) {
    this.#agenda = parts.agenda;
    this.#cases = parts.cases;
    this.#policies = parts.policies;
    this.#clocks = parts.clocks;
    this.#agendaAt = parts.agendaAt;
  }

  /**
   * One pass over everything due by `now` (ms), or by its source's clock; answers how many cases changed. A case that cannot
   * be judged does not keep the others from it: the first failure is thrown when all are through.
   */
  async sweep(now: number): Promise<number> {
    const failures: unknown[] = [];
    let changed = 0;
    for (const source of this.#clocks.sources()) {
      const clock = this.#clocks.of(source);
      if (clock === undefined) continue;
      changed += await this.#sweepPages((offset) => this.#agenda.due(source, clock, PAGE, offset), clock, failures);
    }
    const unclocked = async (offset: number) => this.#agenda.dueAnywhere(now, PAGE, offset);
    changed += await this.#sweepPages(unclocked, now, failures, ({ source }) => this.#clocks.of(source) === undefined);
    if (failures.length > 0) throw failures[0];
    return changed;
  }

  /** Page by page; what was judged is due no more, so that after a change the first page is another. */
  async #sweepPages(
    pageAt: (offset: number) => Promise<readonly AgendaEntry[]>,
    clock: number,
    failures: unknown[],
    isMine: (entry: AgendaEntry) => boolean = () => true,
  ): Promise<number> {
    let changed = 0;
    let offset = 0;
    for (;;) {
      const due = await pageAt(offset);
      const judged = await this.#judge(due.filter(isMine), clock, failures);
      changed += judged;
      if (due.length < PAGE && judged === 0) return changed;
      offset = judged === 0 ? offset + PAGE : 0;
    }
  }

  async #judge(entries: readonly AgendaEntry[], clock: number, failures: unknown[]): Promise<number> {
    let last = 0;
    let judged = 0;
    await Promise.all(
      entries.map(async ({ caseId }) => {
        try {
          const recorded = await this.#cases.execute(caseId, (state) =>
            state === undefined ? undefined : decideSweep(state, this.#policies.policy(state.policy), clock),
          );
          if (recorded === undefined) return;
          judged += 1;
          last = Math.max(last, recorded.position);
        } catch (error) {
          failures.push(error);
        }
      }),
    );
    if (judged > 0) await this.#agendaAt(last);
    return judged;
  }
}
