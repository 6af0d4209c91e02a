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
  readonly #now: () => number;
  /** Waits until the agenda knows of everything appended up to that position. */
  readonly #agendaAt: (position: number) => Promise<void>;

  constructor(parts: {
    readonly agenda: Agenda;
    readonly cases: CaseRepository;
    readonly policies: PolicyBook;
    readonly clocks: SourceClocks;
    readonly now: () => number;
    readonly agendaAt: (position: number) => Promise<void>;
  }) {
    this.#agenda = parts.agenda;
    this.#cases = parts.cases;
    this.#policies = parts.policies;
    this.#clocks = parts.clocks;
    this.#now = parts.now;
    this.#agendaAt = parts.agendaAt;
  }

  /** One pass over everything due by now; answers how many cases changed. */
  async sweep(): Promise<number> {
    let changed = 0;
    for (const source of this.#clocks.sources()) changed += await this.#sweepSource(source);
    return changed + (await this.#sweepWallClock());
  }

  async #sweepSource(source: string): Promise<number> {
    let changed = 0;
    for (;;) {
      const clock = this.#clocks.of(source);
      if (clock === undefined) return changed;
      const due = await this.#agenda.due(source, clock, PAGE);
      const judged = await this.#judge(due, clock);
      changed += judged;
      if (judged === 0) return changed;
    }
  }

  async #sweepWallClock(): Promise<number> {
    const clock = this.#now();
    let changed = 0;
    let offset = 0;
    for (;;) {
      const due = await this.#agenda.dueAnywhere(clock, PAGE, offset);
      const judged = await this.#judge(
        due.filter(({ source }) => this.#clocks.of(source) === undefined),
        clock,
      );
      changed += judged;
      offset = judged === 0 ? offset + PAGE : 0;
      if (due.length < PAGE && judged === 0) return changed;
    }
  }

  async #judge(entries: readonly AgendaEntry[], clock: number): Promise<number> {
    const outcomes = await Promise.all(
      entries.map(({ caseId }) =>
        this.#cases.execute(caseId, (state) =>
          state === undefined ? undefined : decideSweep(state, this.#policies.policy(state.policy), clock),
        ),
      ),
    );
    const recorded = outcomes.filter((outcome) => outcome !== undefined);
    if (recorded.length > 0) await this.#agendaAt(Math.max(...recorded.map(({ position }) => position)));
    return recorded.length;
  }
}
