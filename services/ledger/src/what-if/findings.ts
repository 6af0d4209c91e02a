/** Counts by name. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  get total(): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  toObject(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** Words of matters that a pack has vocabularies for. */
export const vocabularies = {
  level: 'levels',
  kind: 'kinds',
  category: 'categories',
  channel: 'channels',
  department: 'departments',
  verdict: 'verdicts',
  deadline: 'deadlines',
  step: 'steps',
  reason: 'pauses',
} as const;
export type WordOf = keyof typeof vocabularies;

/** What a replay cannot say in figures. */
export class Findings {
  /** Transfers that the ledger refused and the tried rules would have allowed, by the unit that asked. */
  readonly wouldHaveBeenAllowed = new Counts();
  /** Transfers that the ledger did on request and the tried rules would have refused, by the unit that asked. */
  readonly wouldHaveBeenRefused = new Counts();
  /** Words that the tried pack does not know, by what they are words of: how often each was said. */
  readonly unknown = new Map<WordOf, Counts>();
  /** Acts of agents told as if their source had reported them, by event type. */
  readonly toldAsFacts = new Counts();
  /** Acts of agents without a place in the replay, by event type. */
  readonly leftOut = new Counts();
  /** Requests that a rule other than one of transfers refused, by rule: taken over as they are. */
  readonly refusalsKept = new Counts();
  /** Requests that were refused and that the tried rules would have allowed, by the rule that refused them. */
  readonly refusalsLifted = new Counts();
  /** Transfers on request whose handover the ledger did not check for what the tried pack asks for (XFER-3). */
  handoversNotJudged = 0;
  /** Matters whose own pack is no longer installed, by pack: their recorded side is as it was when last written. */
  readonly packsGone = new Counts();

  unknownWord(of: WordOf, word: string): void {
    const counts = this.unknown.get(of) ?? new Counts();
    this.unknown.set(of, counts);
    counts.add(word);
  }
}
