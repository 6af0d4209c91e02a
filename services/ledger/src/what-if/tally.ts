import type { CaseEvent } from '@complaint-ledger/contracts';
import { incrementsOf } from '@complaint-ledger/reporting';
import type { AnyCaseEvent } from '@complaint-ledger/routing';

/** Figures of all departments in memory, counted as the reports count them, but over all times together. */
export class Tally {
  readonly #departments = new Map<string, Map<string, number>>();

  /** Takes a decided event as well as a recorded one: its figures need no place in the log. */
  count(event: AnyCaseEvent): void {
    for (const { department, measure, amount } of incrementsOf(event as CaseEvent)) {
      let figures = this.#departments.get(department);
      if (figures === undefined) this.#departments.set(department, (figures = new Map()));
      const sum = (figures.get(measure) ?? 0) + amount;
      if (sum === 0) figures.delete(measure);
      else figures.set(measure, sum);
    }
  }

  /** Those with a figure that is not zero. */
  departments(): readonly string[] {
    return [...this.#departments].flatMap(([name, figures]) => (figures.size === 0 ? [] : [name]));
  }

  of(department: string): ReadonlyMap<string, number> {
    return this.#departments.get(department) ?? new Map();
  }

  company(): ReadonlyMap<string, number> {
    const sum = new Map<string, number>();
    for (const figures of this.#departments.values())
      for (const [measure, amount] of figures) sum.set(measure, (sum.get(measure) ?? 0) + amount);
    return sum;
  }
}
