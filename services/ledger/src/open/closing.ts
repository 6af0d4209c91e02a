/** Steps that undo what was opened; run in reverse order, every one of them, whatever the others do. */
export class Closing {
  readonly #steps: (() => Promise<void> | void)[] = [];

  add<T extends { close(): Promise<void> | void }>(part: T): T {
    this.#steps.push(() => part.close());
    return part;
  }

  step(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  /** Throws the first failure after all steps have run. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
