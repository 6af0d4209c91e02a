import { LedgerError } from '@complaint-ledger/contracts';

interface Waiter {
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Those who wait until a subscription has got to a position. */
export class PositionWaiters {
  #reached: number;
  #waiting: Waiter[] = [];
  #ended: { readonly reason: unknown } | undefined;

  constructor(reached: number) {
    this.#reached = reached;
  }

  /** Last position that was handled. */
  get reached(): number {
    return this.#reached;
  }

  /** Resolves once `position` is reached; rejects when the subscription ends before. */
  wait(position: number): Promise<void> {
    if (position <= this.#reached) return Promise.resolve();
    if (this.#ended !== undefined) return Promise.reject(this.#ended.reason);
    return new Promise((resolve, reject) => this.#waiting.push({ position, resolve, reject }));
  }

  advance(position: number): void {
    this.#reached = position;
    if (this.#waiting.length === 0) return;
    const later: Waiter[] = [];
    for (const waiter of this.#waiting) {
      if (waiter.position <= position) waiter.resolve();
      else later.push(waiter);
    }
    this.#waiting = later;
  }

  /** Nothing more will come: because of `failure`, or because the subscription was stopped. */
  end(failure?: unknown): void {
    const reason =
      failure ?? new LedgerError('closed', `The subscription was stopped after position ${this.#reached}`, {});
    this.#ended = { reason };
    for (const waiter of this.#waiting) waiter.reject(reason);
    this.#waiting = [];
  }
}
