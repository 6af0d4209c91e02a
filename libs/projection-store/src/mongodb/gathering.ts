interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Most requests that go together. */
const TOGETHER = 1_000;

/**
 * What is asked for while the server is busy with the last question is asked for together in the next: a server is paid by the command, not
 * by the document.
 */
export class Gathering<Request, Answer> {
  readonly #ask: (requests: readonly Request[]) => Promise<readonly PromiseSettledResult<Answer>[]>;
  #waiting: Waiting<Request, Answer>[] = [];
  #asking = false;

  /** `ask` answers every request in its place; when it throws, all of them fail. */
  constructor(ask: (requests: readonly Request[]) => Promise<readonly PromiseSettledResult<Answer>[]>) {
    this.#ask = ask;
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#asking) return;
      this.#asking = true;
      queueMicrotask(() => void this.#askAll());
    });
  }

  async #askAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#waiting.slice(0, TOGETHER);
      this.#waiting = this.#waiting.slice(TOGETHER);
      try {
        const answers = await this.#ask(together.map(({ request }) => request));
        for (const [index, { resolve, reject }] of together.entries()) {
          const answer = answers[index];
          if (answer?.status === 'fulfilled') resolve(answer.value);
          else reject(answer?.reason);
        }
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.#asking = false;
  }
}
