type Step = () => Promise<void> | void;

/** Undoes what was opened, every step of it, whatever the others do. */
export class Closing {
  readonly #work: Step[] = [];
  readonly #steps: Step[] = [];

  add<T extends { close(): Promise<void> | void }>(part: T): T {
    this.#steps.push(() => part.close());
    return part;
  }

  /** Run in reverse order. */
  step(step: Step): void {
    this.#steps.push(step);
  }

  /** Work that goes on by itself: all of it is stopped, side by side, before anything that it needs is closed. */
  work(stop: Step): void {
    this.#work.push(stop);
  }

  /** Throws the first failure after all steps have run. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = async (step: Step): Promise<void> => {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    };
    await Promise.all(this.#work.splice(0).map(attempt));
    for (const step of this.#steps.splice(0).toReversed()) await attempt(step);
    if (failures.length > 0) throw failures[0];
  }
}
