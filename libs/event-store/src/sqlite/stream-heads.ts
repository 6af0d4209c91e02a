export interface StreamHead {
  readonly id: number;
  /** Revision of the last event. */
  readonly revision: number;
}

/**
 * The heads of the streams used last, between `capacity` and twice as many. Two generations instead of a linked list:
 * when the young one is full, it becomes the old one and what is still used moves back.
 */
export class StreamHeads {
  readonly #capacity: number;
  #young = new Map<string, StreamHead>();
  #old = new Map<string, StreamHead>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(stream: string): StreamHead | undefined {
    const head = this.#young.get(stream);
    if (head !== undefined) return head;
    const older = this.#old.get(stream);
    if (older !== undefined) this.set(stream, older);
    return older;
  }

  set(stream: string, head: StreamHead): void {
    this.#young.set(stream, head);
    if (this.#young.size < this.#capacity) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
