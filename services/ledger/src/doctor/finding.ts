import { LedgerError, type Sentence, inBoth, said } from '@complaint-ledger/contracts';

/** `unknown`: not looked at, since something that it needs has failed. */
export type Outcome = 'ok' | 'warning' | 'failed' | 'unknown';

/** What a check found. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly told: Sentence;
  /** What to do about it. */
  readonly advice?: Sentence;
  /** The same for programs. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Check {
  /** In both languages the same word: `kafka topics`. */
  readonly name: string;
  look(): Promise<Verdict | readonly Verdict[]>;
}

export interface Finding extends Verdict {
  readonly check: string;
  /** How long it took, ms. */
  readonly ms: number;
}

type Facts = Readonly<Record<string, unknown>>;

export const ok = (told: Sentence, facts?: Facts): Verdict => ({ outcome: 'ok', told, ...(facts && { facts }) });

export const warning = (told: Sentence, advice: Sentence, facts?: Facts): Verdict => ({
  outcome: 'warning',
  told,
  advice,
  ...(facts && { facts }),
});

export const failed = (told: Sentence, advice?: Sentence, facts?: Facts): Verdict => ({
  outcome: 'failed',
  told,
  ...(advice && { advice }),
  ...(facts && { facts }),
});

const notLookedAt = (part: string): Verdict => ({
  outcome: 'unknown',
  told: said(`not looked at: ${part} failed`, `未检查：${part} 有问题`),
});

type Look<T> = (found: T) => Promise<Verdict | readonly Verdict[]>;

/** A check of what depends on another part, whose own check tells what is wrong with it. */
export const needing = <T>(name: string, part: string, source: () => Promise<T>, look: Look<T>): Check => ({
  name,
  look: async () => {
    let found: T;
    try {
      found = await source();
    } catch {
      return notLookedAt(part);
    }
    return look(found);
  },
});

/** The same of two parts. */
export const needingBoth = <A, B>(
  name: string,
  parts: readonly [string, string],
  sources: readonly [() => Promise<A>, () => Promise<B>],
  look: Look<readonly [A, B]>,
): Check => ({
  name,
  look: async () => {
    const found = await Promise.allSettled([sources[0](), sources[1]()]);
    const [a, b] = found;
    if (a.status === 'fulfilled' && b.status === 'fulfilled') return look([a.value, b.value]);
    return notLookedAt(parts.filter((_, index) => found[index]?.status === 'rejected').join(', '));
  },
});

/** What was thrown, as a verdict. */
export const failureOf = (error: unknown): Verdict => {
  if (error instanceof LedgerError) {
    return failed(inBoth(error, 'message') ?? said(error.message, error.message), inBoth(error, 'hint'));
  }
  const message = error instanceof Error ? error.message : String(error);
  return failed(said(message, message));
};
