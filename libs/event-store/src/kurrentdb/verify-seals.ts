import type { RecordedEvent } from '@complaint-ledger/contracts';
import { HASH_BYTES, MerkleFrontier, completedLevels } from '@complaint-ledger/proof';
import type { Verification, VerifyProgress } from '../verification.ts';
import type { KurrentReader } from './kurrent-reader.ts';
import { type Seal, type SealStream, leafOf } from './seals.ts';

/** A place at which the log is not what it should be. */
class Broken extends Error {
  readonly position: number;

  constructor(position: number, reason: string) {
    super(reason);
    this.position = position;
  }
}

const shown = (what: string | number | undefined): string => (what === undefined ? 'nothing' : String(what));

/** Hashes the log anew, event by event. */
class Checker {
  /** Of the events that hold. */
  frontier = MerkleFrontier.empty();
  position = 0;
  readonly #revisions = new Map<string, number>();

  /** The next event of the log; `nodes` are those that its seal has of it. */
  take(event: RecordedEvent, nodes?: Uint8Array): void {
    const next = this.frontier.copy();
    const hashed = next.append(leafOf(event));
    if (nodes !== undefined && !hashed.equals(nodes))
      throw new Broken(event.position, 'the stored bytes do not match their hash');
    const { stream, revision } = event;
    const expected = (this.#revisions.get(stream) ?? -1) + 1;
    if (revision !== expected)
      throw new Broken(event.position, `stream ${stream} goes on with revision ${revision} instead of ${expected}`);
    this.#revisions.set(stream, revision);
    this.frontier = next;
    this.position = event.position;
  }

  takeSealed({ revision, from, positions, nodes }: Seal, events: readonly RecordedEvent[]): void {
    if (from !== this.frontier.size || positions.length === 0)
      throw new Broken(
        positions[0] ?? this.position,
        `seal ${revision} begins with event ${from + 1} instead of ${this.frontier.size + 1}`,
      );
    let start = 0;
    for (const [index, position] of positions.entries()) {
      const event = events[index];
      if (event === undefined || event.position > position)
        throw new Broken(position, `the event is missing: the next one has position ${shown(event?.position)}`);
      if (event.position < position) throw new Broken(event.position, 'the event is in no seal: it was put in later');
      const end = start + HASH_BYTES * (completedLevels(from + index) + 1);
      this.take(event, nodes.subarray(start, end));
      start = end;
    }
  }
}

const check = async (
  checker: Checker,
  reader: KurrentReader,
  seals: SealStream,
  onProgress: (progress: VerifyProgress) => void,
): Promise<number> => {
  const head = await reader.head();
  for (let revision = 0; ; revision++) {
    const seal = await seals.at(revision);
    if (seal === undefined) break;
    if (seal.revision !== revision) throw new Broken(seal.positions[0] ?? 0, `seal ${revision} is missing`);
    const { positions } = seal;
    const after = checker.position;
    const upTo = positions.at(-1) ?? after;
    checker.takeSealed(seal, await reader.page({ after, upTo, limit: positions.length }));
    onProgress({ position: checker.position, head });
  }
  for (let unsealed = 0; ;) {
    const events = await reader.page({ after: checker.position, upTo: Math.max(head, checker.position) });
    if (events.length === 0) return unsealed;
    for (const event of events) checker.take(event);
    unsealed += events.length;
    onProgress({ position: checker.position, head });
  }
};

/**
 * Compares the log with its seals from the beginning: bytes changed, events taken out or put in, seals that are missing, revisions with
 * gaps. Cutting off the end of log and seals together cannot be seen here: compare `size` and `root` with what was noted elsewhere.
 */
export const verifySeals = async (
  reader: KurrentReader,
  seals: SealStream,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<Verification> => {
  const checker = new Checker();
  try {
    const unsealed = await check(checker, reader, seals, onProgress);
    return { ok: true, size: checker.frontier.size, root: checker.frontier.root(), unsealed };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return {
      ok: false,
      position: error.position,
      reason: error.message,
      size: checker.frontier.size,
      root: checker.frontier.root(),
    };
  }
};
