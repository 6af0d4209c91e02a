import { type RecordedEvent, isLedgerError } from '@complaint-ledger/contracts';
import { type Backoff, pause, waitAfter } from './backoff.ts';
import type { FeedConsumer, FeedPlace, PartedConsumer, Stall } from './event-feed.ts';
import type { ParkedPlace } from './parked.ts';

/** Events passed over after which the checkpoint is saved although nothing was handled. */
const PASSED_OVER = 10_000;

/** Longest wait for a part that is away, ms: when it is back, all goes on soon. */
const LONGEST_FOR_AWAY = 5_000;

/** How often it is looked whether somebody asked for another try, ms. */
const WISH_MS = 1_000;

/** The event is not to blame: a store or a server is away, and every other event would fail, too. */
const isAway = (error: unknown): boolean =>
  isLedgerError(error) && ['unavailable', 'storage', 'locked', 'closed'].includes(error.code);

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
  /** Where it is noted that it is parked; default nowhere. */
  readonly parking?: ParkedPlace | undefined;
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
  /** Waits in a row of one kind: for a part that is away, or because of an event. */
  #waits = 0;
  #away = false;
  #stall: Stall | undefined;
  /** Position of the event before which it is noted to be parked. */
  #parkedAt: number | undefined;

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
        const checkpoint = await this.#options.place.loadCheckpoint();
        this.#parkedAt = (await this.#options.parking?.found())?.position;
        await this.#unpark(checkpoint);
        return checkpoint;
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
    const away = isAway(error);
    if (away !== this.#away) this.#waits = 0;
    this.#away = away;
    // A smaller piece is tried at once; only what cannot be made smaller waits, the first time briefly.
    const wait = events > 1 ? 0 : waitAfter(backoff, ++this.#waits);
    const retryIn = away ? Math.min(wait, LONGEST_FOR_AWAY) : wait;
    const knownToFail = events === 1 && position === this.#parkedAt;
    const parked = !away && (this.#waits >= parkAfter || knownToFail);
    this.#stall = {
      consumer: consumer.name,
      position,
      events,
      attempt: this.#failures,
      error,
      retryIn,
      ...(bucket !== undefined && { bucket }),
      ...(parked && { parked }),
    };
    consumer.onStall?.(this.#stall);
    if (parked && events === 1) await this.#park(this.#stall);
    else await pause(retryIn, signal);
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

  /** Notes it, then waits until it is time for another try or somebody asks for it. */
  async #park(stall: Stall): Promise<void> {
    const { parking, signal } = this.#options;
    const until = performance.now() + stall.retryIn;
    if (this.#owns()) {
      // A note that cannot be made now is made with the next failure.
      await parking?.park(stall).then(
        () => (this.#parkedAt = stall.position),
        () => undefined,
      );
    }
    for (let left = stall.retryIn; left > 0 && !signal.aborted; left = until - performance.now()) {
      await pause(parking === undefined ? left : Math.min(left, WISH_MS), signal);
      if (await parking?.wished().catch(() => false)) return;
    }
  }

  async #unpark(position: number): Promise<void> {
    if (this.#parkedAt === undefined || position < this.#parkedAt) return;
    await this.#options.parking?.over();
    this.#parkedAt = undefined;
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
    // A note that is not taken back now is with the next page, or when the place is opened again.
    if (this.#owns()) await this.#unpark(through).catch(() => undefined);
  }

  #progress(position: number): void {
    this.#failures = 0;
    this.#waits = 0;
    this.#stall = undefined;
    this.#reached = position;
    this.#options.onProgress?.(position);
  }
}
