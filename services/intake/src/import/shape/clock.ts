import type { CloudEventLike } from '../message.ts';
import { event } from './event.ts';

/** A time before every row: from this message on the source is clocked by its own events. */
const BEFORE_ALL = '1970-01-01T00:00:00Z';

const advanced = (source: string, to: string): CloudEventLike =>
  event(source, `clock/${to}`, 'source.advanced', to, 'clock', { to });

const textOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

export type ClockMode = 'end' | 'rows' | 'none';

/**
 * Tells the ledger how far the source has come. `end`: once, after every row, so that nothing is judged before all is
 * known. `rows`: also before each row that is later than the one before, up to that one, as long as the rows keep the
 * order of time.
 */
export class SourceClock {
  /** Line of the first row that was earlier than one before it, when the clock goes by rows. */
  stoppedAt: number | undefined;
  private readonly source: string;
  private readonly mode: ClockMode;
  private readonly snapshot: string | undefined;
  private last = Number.NEGATIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(source: string, mode: ClockMode, snapshot: string | undefined) {
    this.source = source;
    this.mode = mode;
    this.snapshot = snapshot;
  }

  start(): readonly CloudEventLike[] {
    return this.mode === 'none' ? [] : [advanced(this.source, BEFORE_ALL)];
  }

  /** What is to be sent before a row that happened at `ms`. */
  before(ms: number, line: number): readonly CloudEventLike[] {
    if (this.mode !== 'rows' || this.stoppedAt !== undefined) return [];
    if (ms < this.last) {
      this.stoppedAt = line;
      return [];
    }
    const reached = this.last;
    this.last = ms;
    return ms > reached && Number.isFinite(reached) ? [advanced(this.source, textOf(reached))] : [];
  }

  /** Notes the times of what was made, for the end. */
  saw(messages: readonly CloudEventLike[]): void {
    for (const { time } of messages) this.latest = Math.max(this.latest, Date.parse(time));
  }

  end(): readonly CloudEventLike[] {
    if (this.mode === 'none') return [];
    if (this.snapshot !== undefined) return [advanced(this.source, this.snapshot)];
    return Number.isFinite(this.latest) ? [advanced(this.source, textOf(this.latest))] : [];
  }
}
