/** One part that the ledger needs, and how to ask whether it works. */
export interface Part {
  readonly name: string;
  /** Resolves with a word about its state; rejects when it does not work. */
  check(): Promise<string | undefined>;
}

export interface PartState {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly parts: readonly PartState[];
}

const LONGEST_CHECK_MS = 2_000;

const withinTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${LONGEST_CHECK_MS} ms`)), LONGEST_CHECK_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const stateOf = async ({ name, check }: Part): Promise<PartState> => {
  try {
    const detail = await withinTime(check());
    return { name, ok: true, ...(detail !== undefined && { detail }) };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
};

/** Ready when every part is. */
export const readiness = async (parts: readonly Part[]): Promise<Readiness> => {
  const states = await Promise.all(parts.map(stateOf));
  return { status: states.every(({ ok }) => ok) ? 'ready' : 'not-ready', parts: states };
};
