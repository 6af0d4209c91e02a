/** Work on the same stream one after the other, on different ones side by side. */
export class StreamLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `work` when everything that named one of the streams before is done. */
  async run<T>(streams: ReadonlySet<string>, work: () => Promise<T>): Promise<T> {
    const earlier: Promise<void>[] = [];
    let release = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      release = resolve;
    });
    // All names are taken in one go, so that two callers never wait for each other.
    for (const stream of streams) {
      const tail = this.#tails.get(stream);
      if (tail !== undefined) earlier.push(tail);
      this.#tails.set(stream, promise);
    }
    try {
      if (earlier.length > 0) await Promise.all(earlier);
      return await work();
    } finally {
      for (const stream of streams) if (this.#tails.get(stream) === promise) this.#tails.delete(stream);
      release();
    }
  }
}
