import type { PolicyBook } from '@complaint-ledger/policy';
import type { CaseRepository } from '../cases/case-repository.ts';
import { decideSweep } from '../deadlines/sweep.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { Agenda, AgendaEntry, AgendaPage, DueEntry } from './agenda.ts';

const PAGE = 1_000;

/** How far the clocks have come by which one pass judges, ms. */
export interface SweptClocks {
  /** Of each source that has a clock of its own, the one that has come furthest. */
  readonly furthest: ReadonlyMap<string, number>;
  /** For a case of that source; undefined when the case is not this process's to judge. */
  of(entry: AgendaEntry): number | undefined;
}

export interface SweeperParts {
  readonly agenda: Agenda;
  readonly cases: CaseRepository;
  readonly policies: PolicyBook;
  /** When the wall clock says so, ms; undefined when there is nothing to judge here. */
  readonly clocks: (now: number) => Promise<SweptClocks | undefined>;
  /** How far a case may be judged when its clock has come so far. */
  readonly clockOf?: (state: CaseState, clock: number) => Promise<number>;
  /** Waits until the agenda knows what was appended to those cases, at these positions. */
  readonly agendaKnows: (judged: ReadonlyMap<string, number>) => Promise<void>;
}

/**
 * Declares what is overdue, also after days of downtime: the agenda says which cases, the case itself decides.
 * It makes the ledger prompt, not right: every fact is judged against the clock before it is decided.
 */
export class DeadlineSweeper {
  readonly #parts: SweeperParts;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
  }

  /**
   * One pass over everything due by `now` (ms), or by its source's clock; answers how many cases changed. A case that cannot
   * be judged does not keep the others from it: the first failure is thrown when all are through.
   */
  async sweep(now: number): Promise<number> {
    const { agenda } = this.#parts;
    const failures: unknown[] = [];
    const clocks = await this.#parts.clocks(now);
    if (clocks === undefined) return 0;
    const sources = [...clocks.furthest.keys()].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    let changed = 0;
    for (const source of sources) {
      const clock = clocks.furthest.get(source) ?? now;
      changed += await this.#sweepPages((page) => agenda.due(source, clock, page), clocks, failures);
    }
    // The sources without a clock of their own are those between the others.
    for (const [index, next] of [...sources, undefined].entries()) {
      const between = [sources[index - 1], next] as const;
      changed += await this.#sweepPages((page) => agenda.dueBetween(between, now, page), clocks, failures);
    }
    if (failures.length > 0) throw failures[0];
    return changed;
  }

  /** Page by page; what was judged is due no more, so that after a change the first page is another. */
  async #sweepPages(
    pageAt: (page: AgendaPage) => Promise<readonly DueEntry[]>,
    clocks: SweptClocks,
    failures: unknown[],
  ): Promise<number> {
    let changed = 0;
    let offset = 0;
    for (;;) {
      const due = await pageAt({ limit: PAGE, offset });
      const judged = await this.#judge(due, clocks, failures);
      changed += judged;
      if (due.length < PAGE && judged === 0) return changed;
      offset = judged === 0 ? offset + PAGE : 0;
    }
  }

  async #judge(entries: readonly DueEntry[], clocks: SweptClocks, failures: unknown[]): Promise<number> {
    const { cases, policies, clockOf = async (_, clock) => clock, agendaKnows } = this.#parts;
    const judged = new Map<string, number>();
    await Promise.all(
      entries.map(async (entry) => {
        const { caseId } = entry;
        const clock = clocks.of(entry);
        if (clock === undefined || entry.due >= clock) return;
        try {
          const recorded = await cases.execute(caseId, async (state) =>
            state === undefined
              ? undefined
              : decideSweep(state, policies.policy(state.policy), await clockOf(state, clock)),
          );
          if (recorded !== undefined) judged.set(caseId, recorded.position);
        } catch (error) {
          failures.push(error);
        }
      }),
    );
    if (judged.size > 0) await agendaKnows(judged);
    return judged.size;
  }
}
