import { LedgerError } from '@complaint-ledger/contracts';
import type { FeedMessage } from './feed-message.ts';

/** Where reading may begin again so that nothing is missed: an offset, and the position sent before it. */
export interface ReadingPlace {
  readonly offset: bigint;
  readonly previous: number;
}

export type Reading =
  /** The next event of this partition. */
  | 'next'
  /** Was there before. */
  | 'repeated'
  /** Events are missing before it. */
  | 'early'
  /** The event that was missing: read again from `heldAt`. */
  | 'found';

/** Follows the chain of one partition's events: each names the one sent before it, so that none is missed or taken too early. */
export class PartitionReader {
  #reached: number;
  #held: ReadingPlace | undefined;
  #missing = 0;

  constructor(reached: number) {
    this.#reached = reached;
  }

  /** Position of the last event that followed on. */
  get reached(): number {
    return this.#reached;
  }

  /** The first message before which something is missing. */
  get heldAt(): ReadingPlace | undefined {
    return this.#held;
  }

  /** Position of the event that is missing while it is held. */
  get missing(): number {
    return this.#missing;
  }

  /** What to say while it is held. */
  gap(partition: number): LedgerError | undefined {
    if (this.#held === undefined) return undefined;
    return new LedgerError(
      'unavailable',
      `Partition ${partition} ends its order after position ${this.#reached}: position ${this.#missing} was not delivered yet`,
      { hint: 'It is waited for. If it does not come, relay the log to a new topic.' },
    );
  }

  read({ offset, position, previous }: FeedMessage): Reading {
    if (position <= this.#reached) return 'repeated';
    if (previous > this.#reached) {
      if (this.#held === undefined) {
        this.#held = { offset, previous: this.#reached };
        this.#missing = previous;
      }
      return 'early';
    }
    this.#reached = position;
    return this.#held === undefined ? 'next' : 'found';
  }

  /** Begins again at a place, as after a seek. */
  rewind(previous: number): void {
    this.#reached = previous;
    this.#held = undefined;
  }
}
