import type { PolicyBook } from '@complaint-ledger/policy';
import type { CaseRepository } from '../cases/case-repository.ts';
import { decideSweep } from '../deadlines/sweep.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { Agenda, AgendaEntry } from './agenda.ts';

const PAGE = 1_000;

/** What one pass goes over: the cases of a bucket, or all, and how far the clocks of their sources have come, ms. */
export interface SweptArea {
  readonly bucket?: number;
  readonly clocks: ReadonlyMap<string, number>;
}

export interface SweeperParts {
  readonly agenda: Agenda;
  readonly cases: CaseRepository;
  readonly policies: PolicyBook;
  readonly areas: () => Promise<readonly SweptArea[]>;
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
    const failures: unknown[] = [];
    let changed = 0;
    for (const area of await this.#parts.areas()) changed += await this.#sweepArea(area, now, failures);
    if (failures.length > 0) throw failures[0];
    return changed;
  }

  async #sweepArea({ bucket, clocks }: SweptArea, now: number, failures: unknown[]): Promise<number> {
    const { agenda } = this.#parts;
    const page = (offset: number) => ({ bucket, limit: PAGE, offset });
    let changed = 0;
    for (const [source, clock] of clocks) {
      changed += await this.#sweepPages((offset) => agenda.due(source, clock, page(offset)), clock, failures);
    }
    const unclocked = (offset: number) => agenda.dueAnywhere(now, page(offset));
    return changed + (await this.#sweepPages(unclocked, now, failures, ({ source }) => !clocks.has(source)));
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
    const { cases, policies, clockOf = async () => clock, agendaKnows } = this.#parts;
    const judged = new Map<string, number>();
    await Promise.all(
      entries.map(async ({ caseId }) => {
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
