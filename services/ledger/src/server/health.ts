/** One part that the ledger needs, and how to ask whether it works. */
export interface Part {
  readonly name: string;
  /** Requests can be answered without it: then the process is ready, but not well. */
  readonly spare?: boolean;
  /** Resolves with a word about its state; rejects when it does not work. */
  check(): Promise<string | undefined>;
}

export interface PartState {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  /** `degraded`: requests are answered, and something needs somebody's eye. */
  readonly status: 'ready' | 'degraded' | 'not-ready';
  readonly parts: readonly PartState[];
}

const LONGEST_CHECK_MS = 2_000;

/** What the work answers, if it does in time, ms. */
export const withinTime = async <T>(work: Promise<T>, longest: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${longest} ms`)), longest);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const stateOf = async ({ name, check }: Part): Promise<PartState> => {
  try {
    const detail = await withinTime(check(), LONGEST_CHECK_MS);
    return { name, ok: true, ...(detail !== undefined && { detail }) };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
};

/** Ready when every part is that requests need. */
export const readiness = async (parts: readonly Part[]): Promise<Readiness> => {
  const states = await Promise.all(parts.map(stateOf));
  const needed = states.filter((_, index) => parts[index]?.spare !== true);
  const status = states.every(({ ok }) => ok) ? 'ready' : needed.every(({ ok }) => ok) ? 'degraded' : 'not-ready';
  return { status, parts: states };
};
