import type { JsonObject } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import type { CallNeed } from '@complaint-ledger/policy';
import { personField } from '../record/person-field.ts';

/** What later messages need to know of a matter: both stand in the first event of its stream and never change. */
export interface Matter {
  readonly policy: string;
  /** Vault id of the complainant or caller. */
  readonly person: string;
  /** Of a call: what it said of the need behind it. */
  readonly need?: CallNeed;
}

export const needOf = ({ outcome, needsHandling, kind }: JsonObject): CallNeed => ({ outcome, needsHandling, kind });

/** Matters by stream, the last ones used in memory. */
export class Matters {
  readonly #store: EventStore;
  readonly #capacity: number;
  readonly #recent = new Map<string, Matter>();

  constructor(store: EventStore, capacity = 50_000) {
    this.#store = store;
    this.#capacity = capacity;
  }

  recent(stream: string): Matter | undefined {
    const matter = this.#recent.get(stream);
    if (matter !== undefined) {
      this.#recent.delete(stream);
      this.#recent.set(stream, matter);
    }
    return matter;
  }

  async find(stream: string): Promise<Matter | undefined> {
    const recent = this.recent(stream);
    if (recent !== undefined) return recent;
    const [first] = await this.#store.readStream(stream, { limit: 1 });
    if (first === undefined) return undefined;
    const isCall = first.type === 'CallReceived';
    const matter = {
      policy: first.data.policy as string,
      person: first.data[personField(isCall ? 'call.received' : 'complaint.filed')] as string,
      ...(isCall ? { need: needOf(first.data) } : {}),
    };
    this.remember(stream, matter);
    return matter;
  }

  remember(stream: string, matter: Matter): void {
    this.#recent.set(stream, matter);
    if (this.#recent.size <= this.#capacity) return;
    const oldest = this.#recent.keys().next();
    if (oldest.done !== true) this.#recent.delete(oldest.value);
  }
}
