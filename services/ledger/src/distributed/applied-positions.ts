import { openMongo } from '@complaint-ledger/mongodb';
import type { Corner } from './corner.ts';

interface Counted {
  readonly _id: string;
  readonly applied: number;
}

/** Looks at what figures are counted up to, now and then: no document of them may ever go back. */
export class AppliedPositions {
  readonly #environment: Corner['environment'];
  readonly #seen = new Map<string, number>();
  readonly #back: string[] = [];

  constructor(environment: Corner['environment']) {
    this.#environment = environment;
  }

  /** Documents that were found counted less far than before. */
  get back(): readonly string[] {
    return this.#back;
  }

  get documents(): number {
    return this.#seen.size;
  }

  async look(): Promise<void> {
    const mongo = await openMongo({ url: this.#environment.LEDGER_MONGODB }, { what: 'The figures' });
    try {
      for (const name of ['tallies@2', 'cases@2'])
        for await (const { _id, applied } of mongo.db
          .collection<Counted>(name)
          .find({}, { projection: { applied: 1 } })) {
          const id = `${name} ${_id}`;
          const before = this.#seen.get(id) ?? 0;
          if (applied < before) this.#back.push(`${id}: ${applied} after ${before}`);
          this.#seen.set(id, Math.max(applied, before));
        }
    } finally {
      await mongo.close();
    }
  }
}
