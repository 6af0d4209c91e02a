import type { RecordedEvent } from '@complaint-ledger/contracts';
import { type Backoff, pause, waitAfter } from './backoff.ts';
import type { FeedConsumer, FeedPlace, PartedConsumer, Stall } from './event-feed.ts';

/** Events passed over after which the checkpoint is saved although nothing was handled. */
const PASSED_OVER = 10_000;

export interface PageTakerOptions {
  readonly consumer: FeedConsumer | PartedConsumer;
  readonly place: FeedPlace;
  readonly backoff: Backoff;
  /** Aborted when no other piece is to be begun. */
  readonly signal: AbortSignal;
  readonly onProgress?: (position: number) => void;
  readonly bucket?: number;
  /** Waits in a row after which a failing event counts as parked; default never. */
  readonly parkAfter?: number;
  /** False once another process may have this place: then nothing is saved any more. */
  readonly owns?: () => boolean;
}

/** Takes ordered pages to one place of a consumer, again and again until each is handled and saved. */
export class PageTaker {
  readonly #options: PageTakerOptions;
  readonly #types: ReadonlySet<string> | undefined;
  #reached = 0;
  #saved = 0;
  /** Events since the checkpoint that was saved last. */
  #unsaved = 0;
  #failures = 0;
  #waits = 0;
  #stall: Stall | undefined;

  constructor(options: PageTakerOptions) {
    this.#options = options;
    this.#types = options.consumer.types && new Set(options.consumer.types);
  }

  /** Last position that was handled or passed over. */
  get reached(): number {
    return this.#reached;
  }

  /** Last position that was saved. */
  get saved(): number {
    return this.#saved;
  }

  get stall(): Stall | undefined {
    return this.#stall;
  }

  get #stopping(): boolean {
    return this.#options.signal.aborted;
  }

  /** Loads the checkpoint, or tries until stopped: undefined. */
  async load(): Promise<number | undefined> {
    while (!this.#stopping) {
      try {
        return await this.#options.place.loadCheckpoint();
      } catch (error) {
        await this.fail(0, 0, error);
      }
    }
    return undefined;
  }

  /** Goes on after a checkpoint that was loaded. */
  begin(checkpoint: number): void {
    this.#saved = checkpoint;
    this.#progress(checkpoint);
  }

  /** Hands out a page, in smaller and smaller pieces where it fails, so that all before the failing event gets through. */
  async take(page: readonly RecordedEvent[]): Promise<void> {
    let size = page.length;
    for (let index = 0; index < page.length && !this.#stopping;) {
      const piece = page.slice(index, index + size);
      try {
        await this.#handle(piece);
        index += piece.length;
        size *= 2;
      } catch (error) {
        await this.fail(piece[0]?.position ?? 0, piece.length, error);
        size = Math.ceil(piece.length / 2);
      }
    }
  }

  async fail(position: number, events: number, error: unknown): Promise<void> {
    const { consumer, backoff, bucket, parkAfter = Number.POSITIVE_INFINITY, signal } = this.#options;
    this.#failures++;
    // A smaller piece is tried at once; only what cannot be made smaller waits, the first time briefly.
    const retryIn = events > 1 ? 0 : waitAfter(backoff, ++this.#waits);
    this.#stall = {
      consumer: consumer.name,
      position,
      events,
      attempt: this.#failures,
      error,
      retryIn,
      ...(bucket !== undefined && { bucket }),
      ...(this.#waits >= parkAfter && { parked: true }),
    };
    consumer.onStall?.(this.#stall);
    await pause(retryIn, signal);
  }

  /** Saves a way that need not be gone again; when it fails, it is gone again. */
  async savePassedOver(): Promise<void> {
    const reached = this.#reached;
    if (reached <= this.#saved || !this.#owns()) return;
    const save = async (): Promise<void> => {
      await this.#options.place.saveCheckpoint(reached);
      this.#saved = reached;
    };
    await save().catch(() => undefined);
  }

  #owns(): boolean {
    return this.#options.owns?.() ?? true;
  }

  async #handle(piece: readonly RecordedEvent[]): Promise<void> {
    const through = piece.at(-1)?.position;
    if (through === undefined) return;
    const { place } = this.#options;
    const types = this.#types;
    const wanted = types === undefined ? piece : piece.filter(({ type }) => types.has(type));
    if (wanted.length > 0) await place.handle(wanted, through);
    if (this.#owns() && (wanted.length > 0 || this.#unsaved + piece.length >= PASSED_OVER)) {
      await place.saveCheckpoint(through);
      this.#saved = through;
      this.#unsaved = 0;
    } else this.#unsaved += piece.length;
    this.#progress(through);
  }

  #progress(position: number): void {
    this.#failures = 0;
    this.#waits = 0;
    this.#stall = undefined;
    this.#reached = position;
    this.#options.onProgress?.(position);
  }
}
