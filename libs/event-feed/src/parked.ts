import { type Sentence, type Told, isLedgerError } from '@complaint-ledger/contracts';
import type { DocumentFields, ProjectionStore } from '@complaint-ledger/projection-store';
import type { Stall } from './event-feed.ts';

/** A bucket that stands before an event which trying again has not helped: somebody must mend what keeps it from being handled. */
export interface Parked {
  readonly consumer: string;
  /** Absent where the consumer follows the whole log in one place. */
  readonly bucket?: number;
  /** Of the event that cannot be handled. */
  readonly position: number;
  /** Why, in the ledger's words where it has any. */
  readonly reason: Reason;
  /** RFC 3339. */
  readonly since: string;
  /** Of the last attempt, RFC 3339. */
  readonly tried: string;
  /** Failures in a row, by the process that has the bucket now. */
  readonly attempts: number;
}

export interface Reason {
  /** `code` of a LedgerError, else the name of the error. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The same words in Chinese, as far as there are any. */
  readonly zh?: Partial<Told>;
}

/** The reason in the language of its reader; in English where it has no other words. */
export const toldReason = ({ message, hint, zh }: Reason, language: keyof Sentence): Told => ({
  message,
  ...(hint !== undefined && { hint }),
  ...(language === 'zh-CN' && zh),
});

/** Which of them; all when nothing is named. */
export interface ParkedChoice {
  readonly consumer?: string;
  readonly bucket?: number;
}

/** What is parked, where every process can read it and a restart forgets nothing. LedgerErrors of the store. */
export interface ParkedBuckets {
  list(choice?: ParkedChoice): Promise<readonly Parked[]>;
  /** Has them tried at once, by whichever process has them; answers which. */
  retry(choice?: ParkedChoice): Promise<readonly Parked[]>;
  /** For a feed. */
  place(consumer: string, bucket: number | undefined): ParkedPlace;
}

/** Where a feed notes that one place of a consumer is parked. */
export interface ParkedPlace {
  /** What is parked there, noted by whichever process. */
  found(): Promise<Parked | undefined>;
  park(stall: Stall): Promise<void>;
  /** It has got past it. */
  over(): Promise<void>;
  /** Whether somebody asked for another try since it was parked or asked about. */
  wished(): Promise<boolean>;
}

const COLLECTION = 'parked@1';

/** Longest message that is kept, characters. */
const LONGEST_MESSAGE = 500;

interface Kept extends Parked {
  readonly open: boolean;
  /** How often somebody asked for another try. */
  readonly wishes: number;
}

export interface ParkedOptions {
  /** Before the names of consumers' groups: several ledgers may share a database. Default none. */
  readonly prefix?: string;
  /** Wall clock, ms. */
  readonly now?: () => number;
}

export const reasonOf = (error: unknown): Reason => {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error).slice(0, LONGEST_MESSAGE) };
  const message = error.message.slice(0, LONGEST_MESSAGE);
  if (!isLedgerError(error)) return { code: error.name, message };
  const { hint, zh } = error.details;
  return { code: error.code, message, ...(hint !== undefined && { hint }), ...(zh !== undefined && { zh }) };
};

const parkedOf = ({ open: _, wishes: __, ...parked }: Kept): Parked => parked;

/** Keeps what is parked as documents: one for each place that ever was, which says whether it still is. */
export const parkedIn = (
  store: Pick<ProjectionStore, 'ensure' | 'get' | 'query' | 'write'>,
  { prefix = '', now = Date.now }: ParkedOptions = {},
): ParkedBuckets => {
  let ready: Promise<void> | undefined;
  const ensured = (): Promise<void> => {
    ready ??= store.ensure(COLLECTION, ['prefix', 'consumer', 'open']).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
  const idOf = (consumer: string, bucket: number | undefined): string => `${prefix}${consumer}/${bucket ?? 'all'}`;
  const fieldsOf = ({ consumer, open }: Kept): DocumentFields => ({ prefix, consumer, open: open ? 1 : 0 });

  /** Undefined leaves it as it is. Two processes may have the place for a moment: each writes upon what it read. */
  const change = async (id: string, to: (kept: Kept | undefined) => Kept | undefined): Promise<void> => {
    await ensured();
    for (;;) {
      const [found] = await store.get<Kept>(COLLECTION, [id]);
      const body = to(found?.body);
      if (body === undefined) return;
      const replaces = found?.applied ?? 0;
      const fields = fieldsOf(body);
      try {
        await store.write(COLLECTION, [
          { id, body: { ...body, reason: { ...body.reason } }, fields, applied: replaces + 1, replaces },
        ]);
        return;
      } catch (error) {
        if (!isLedgerError(error, 'conflict')) throw error;
      }
    }
  };

  const open = async ({ consumer, bucket }: ParkedChoice = {}): Promise<readonly Kept[]> => {
    await ensured();
    const where = [
      { field: 'prefix', equals: prefix },
      { field: 'open', equals: 1 },
      ...(consumer === undefined ? [] : [{ field: 'consumer', equals: consumer }]),
    ];
    const found = (await store.query<Kept>(COLLECTION, { where })).map(({ body }) => body);
    return found
      .filter((each) => bucket === undefined || each.bucket === bucket)
      .toSorted((a, b) => a.consumer.localeCompare(b.consumer) || (a.bucket ?? 0) - (b.bucket ?? 0));
  };

  const place = (consumer: string, bucket: number | undefined): ParkedPlace => {
    const id = idOf(consumer, bucket);
    let seen = 0;
    const read = async (): Promise<Kept | undefined> => {
      await ensured();
      return (await store.get<Kept>(COLLECTION, [id]))[0]?.body;
    };
    return {
      async found() {
        const kept = await read();
        seen = kept?.wishes ?? 0;
        return kept?.open === true ? parkedOf(kept) : undefined;
      },
      async park({ position, error, attempt }) {
        const tried = new Date(now()).toISOString();
        const reason = reasonOf(error);
        await change(id, (before) => {
          const same = before?.open === true && before.position === position;
          const since = same ? before.since : tried;
          const where = { consumer, ...(bucket !== undefined && { bucket }), position };
          return { ...where, reason, since, tried, attempts: attempt, open: true, wishes: before?.wishes ?? 0 };
        });
      },
      async over() {
        await change(id, (before) => (before?.open === true ? { ...before, open: false } : undefined));
      },
      async wished() {
        const wishes = (await read())?.wishes ?? 0;
        const more = wishes > seen;
        seen = wishes;
        return more;
      },
    };
  };

  return {
    list: async (choice) => (await open(choice)).map(parkedOf),
    async retry(choice) {
      const asked = await open(choice);
      for (const { consumer, bucket } of asked)
        await change(idOf(consumer, bucket), (kept) => kept && { ...kept, wishes: kept.wishes + 1 });
      return asked.map(parkedOf);
    },
    place,
  };
};
