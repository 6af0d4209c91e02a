import { epochOf } from '@complaint-ledger/policy';

interface Advance {
  readonly position: number;
  readonly to: number;
}

/** How far each source's clock had come at every position of the log. A clock never goes back. */
export class ClockHistory {
  readonly #advances = new Map<string, Advance[]>();

  /** Told in the order of the log. `to`: RFC 3339. */
  advance(source: string, position: number, to: string): void {
    const ms = epochOf(to);
    const advances = this.#advances.get(source) ?? [];
    this.#advances.set(source, advances);
    if (ms > (advances.at(-1)?.to ?? Number.NEGATIVE_INFINITY)) advances.push({ position, to: ms });
  }

  /** The clock (ms) of a source when the log had come to that position; undefined for a source that has none of its own. */
  at(source: string, position: number): number | undefined {
    const advances = this.#advances.get(source) ?? [];
    let [low, high] = [0, advances.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((advances[middle]?.position ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return advances[low - 1]?.to;
  }
}
