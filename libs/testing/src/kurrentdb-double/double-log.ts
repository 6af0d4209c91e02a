/** An event as the double keeps it. */
export interface KeptEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** Commit and prepare position, which are one: bytes of a log, with gaps. */
  readonly position: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** 100 ns since 1970. */
  readonly created: bigint;
}

export type ProposedEvent = Pick<KeptEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type ExpectedState = 'any' | 'no-stream' | 'stream-exists' | number;

export type Appended =
  | { readonly ok: true; readonly revision: number; readonly position: bigint }
  | { readonly ok: false; readonly reason: 'wrong-version'; readonly current: number | undefined }
  | { readonly ok: false; readonly reason: 'too-large' };

/** Bytes of one append that a server takes when nothing else is set. */
export const MAX_APPEND_BYTES = 1024 * 1024;

/** What an event takes beside its data. */
const OVERHEAD = 118n;

/** The log of the double, in memory: streams, $all, and who is told of each append. */
export class DoubleLog {
  readonly #all: KeptEvent[] = [];
  readonly #streams = new Map<string, KeptEvent[]>();
  readonly #listeners = new Set<() => void>();
  #end = 1_000n;

  get all(): readonly KeptEvent[] {
    return this.#all;
  }

  stream(name: string): readonly KeptEvent[] | undefined {
    return this.#streams.get(name);
  }

  /** As the server does: all or nothing, and the same events at the same place are answered as the first time. */
  append(stream: string, expected: ExpectedState, proposed: readonly ProposedEvent[]): Appended {
    const bytes = proposed.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (bytes > MAX_APPEND_BYTES) return { ok: false, reason: 'too-large' };
    const held = this.#streams.get(stream) ?? [];
    const current = held.length === 0 ? undefined : held.length - 1;
    if (!meets(expected, current))
      return this.#repeated(held, expected, proposed) ?? { ok: false, reason: 'wrong-version', current };
    for (const event of proposed) {
      const position = this.#end;
      this.#end += BigInt(event.data.length + event.metadata.length) + OVERHEAD;
      const kept = { ...event, stream, revision: held.length, position, created: BigInt(Date.now()) * 10_000n };
      held.push(kept);
      this.#all.push(kept);
    }
    this.#streams.set(stream, held);
    for (const listener of this.#listeners) listener();
    const last = held.at(-1);
    return { ok: true, revision: held.length - 1, position: last?.position ?? this.#end };
  }

  /** What somebody with the files of the server could do: other bytes for an event, or no event. */
  tamper(position: bigint, data?: Uint8Array): void {
    const at = this.#all.findIndex((event) => event.position === position);
    const [found] = this.#all.splice(at, at < 0 ? 0 : 1);
    if (found === undefined) throw new RangeError(`The double has no event at ${position}`);
    if (data !== undefined) this.#all.splice(at, 0, { ...found, data });
  }

  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #repeated(
    held: readonly KeptEvent[],
    expected: ExpectedState,
    proposed: readonly ProposedEvent[],
  ): Appended | undefined {
    const from = expected === 'no-stream' ? 0 : typeof expected === 'number' ? expected + 1 : undefined;
    if (from === undefined || proposed.length === 0) return undefined;
    const last = held[from + proposed.length - 1];
    const same = proposed.every(({ id }, index) => held[from + index]?.id === id);
    return same && last !== undefined ? { ok: true, revision: last.revision, position: last.position } : undefined;
  }
}

const meets = (expected: ExpectedState, current: number | undefined): boolean => {
  switch (expected) {
    case 'any':
      return true;
    case 'no-stream':
      return current === undefined;
    case 'stream-exists':
      return current !== undefined;
    default:
      return current === expected;
  }
};
