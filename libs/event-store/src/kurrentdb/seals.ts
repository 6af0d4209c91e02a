import {
  BACKWARDS,
  END,
  FORWARDS,
  type KurrentDBClient,
  NO_STREAM,
  StreamNotFoundError,
  WrongExpectedVersionError,
  jsonEvent,
} from '@kurrent/kurrentdb-client';
import { type RecordedEvent, newId } from '@complaint-ledger/contracts';
import { HASH_BYTES, completedLevels, leafHashOfText } from '@complaint-ledger/proof';
import { kurrentFailure } from './kurrent-failure.ts';
import type { StreamNames } from './names.ts';

/** Merkle nodes of a run of events, in the order of the log. */
export interface Seal {
  /** Place of the seal in its stream. */
  readonly revision: number;
  /** Leaf index of the first event. */
  readonly from: number;
  /** Positions of the events. */
  readonly positions: readonly number[];
  /** For each event the hashes that it completes, one after the other (`nodeLocation`). */
  readonly nodes: Uint8Array;
}

type Stored = Readonly<Record<'nodes', string>> & Pick<Seal, 'from' | 'positions'>;

/** The node that leaf `leafIndex` of the seal completes at `level`. */
export const nodeOf = ({ from, nodes }: Seal, leafIndex: number, level: number): Uint8Array => {
  let start = 0;
  for (let leaf = from; leaf < leafIndex; leaf++) start += HASH_BYTES * (completedLevels(leaf) + 1);
  return nodes.subarray(start + HASH_BYTES * level, start + HASH_BYTES * (level + 1));
};

/** The leaf of an event: the hash of its stored bytes. */
export const leafOf = ({ position: _, ...body }: RecordedEvent): Buffer => leafHashOfText(JSON.stringify(body));

/** The stream of seals: whoever appends at the revision that they know leads; whoever is too late reads on. */
export class SealStream {
  readonly #client: KurrentDBClient;
  readonly #name: string;

  constructor(client: KurrentDBClient, names: StreamNames) {
    this.#client = client;
    this.#name = names.ofSeals;
  }

  async last(): Promise<Seal | undefined> {
    const [last] = await this.#read({ direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    return last;
  }

  async at(revision: number): Promise<Seal | undefined> {
    const [seal] = await this.#read({ direction: FORWARDS, fromRevision: BigInt(revision), maxCount: 1 });
    return seal;
  }

  /** False when another process sealed first. */
  async append(seal: Omit<Seal, 'revision'>, after: Seal | undefined): Promise<boolean> {
    const { from, positions, nodes } = seal;
    const data = { from, positions: [...positions], nodes: Buffer.from(nodes).toString('base64') };
    try {
      await this.#client.appendToStream(this.#name, jsonEvent({ id: newId(), type: 'LogSealed', data }), {
        streamState: after === undefined ? NO_STREAM : BigInt(after.revision),
      });
      return true;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return false;
      throw kurrentFailure(error, 'append');
    }
  }

  async #read(options: Parameters<KurrentDBClient['readStream']>[1]): Promise<readonly Seal[]> {
    const seals: Seal[] = [];
    try {
      for await (const { event } of this.#client.readStream(this.#name, options)) {
        if (event === undefined) continue;
        const { from, positions, nodes } = event.data as unknown as Stored;
        seals.push({ revision: Number(event.revision), from, positions, nodes: Buffer.from(nodes, 'base64') });
      }
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw kurrentFailure(error, 'read');
    }
    return seals;
  }
}
