interface Asked<Request, Answer> {
  readonly requests: readonly Request[];
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Alone {
  readonly alone: () => Promise<void>;
}

/**
 * Calls that come while one is under way are answered together by the next, so that each sees what was true after it was
 * made, and a thousand cost a few round trips.
 */
export class Together<Request, Answer> {
  readonly #answer: (requests: readonly Request[]) => Promise<readonly Answer[]>;
  readonly #atMost: number;
  #turns: (Asked<Request, Answer> | Alone)[] = [];
  #working: Promise<void> | undefined;

  /** `answer` gives answers in order; what it throws rejects everybody whom it was to answer. */
  constructor(answer: (requests: readonly Request[]) => Promise<readonly Answer[]>, atMost = 1_000) {
    this.#answer = answer;
    this.#atMost = atMost;
  }

  async ask(requests: readonly Request[]): Promise<readonly Answer[]> {
    if (requests.length === 0) return [];
    return new Promise((resolve, reject) => this.#take({ requests, resolve, reject }));
  }

  /** In its turn: after everything asked before, before everything asked later. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#take({ alone: () => work().then(resolve, reject) }));
  }

  /** Once everything that was asked is answered. */
  async idle(): Promise<void> {
    await this.#working;
  }

  #take(turn: Asked<Request, Answer> | Alone): void {
    this.#turns.push(turn);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // Whoever asks in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    for (let turn = this.#turns.shift(); turn !== undefined; turn = this.#turns.shift()) {
      if ('alone' in turn) await turn.alone();
      else await this.#answerAll(turn);
    }
    this.#working = undefined;
  }

  async #answerAll(first: Asked<Request, Answer>): Promise<void> {
    const asked = [first, ...this.#moreAsked(first.requests.length)];
    try {
      const answers = await this.#answer(asked.flatMap(({ requests }) => requests));
      let from = 0;
      for (const { requests, resolve } of asked) resolve(answers.slice(from, (from += requests.length)));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  #moreAsked(already: number): readonly Asked<Request, Answer>[] {
    const more: Asked<Request, Answer>[] = [];
    let size = already;
    for (const turn of this.#turns) {
      if ('alone' in turn || size + turn.requests.length > this.#atMost) break;
      size += turn.requests.length;
      more.push(turn);
    }
    this.#turns = this.#turns.slice(more.length);
    return more;
  }
}
