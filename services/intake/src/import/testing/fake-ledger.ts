import type { Receipt } from '../../receive/receipt.ts';
import type { CloudEventLike, Send } from '../message.ts';

/** Keeps messages as a ledger does: once by id; the same id with other content is refused. */
export class FakeLedger {
  readonly messages = new Map<string, CloudEventLike>();
  /** Sizes of the batches that came. */
  readonly batches: number[] = [];
  private readonly refuse: (message: CloudEventLike) => string | undefined;

  constructor(refuse: (message: CloudEventLike) => string | undefined = () => undefined) {
    this.refuse = refuse;
  }

  readonly send: Send = (batch) => {
    this.batches.push(batch.length);
    return Promise.resolve(batch.map((raw, index) => this.take(raw as CloudEventLike, index)));
  };

  ids(): string[] {
    return [...this.messages.keys()];
  }

  private take(message: CloudEventLike, index: number): Receipt {
    const { id, source } = message;
    const rejected = (text: string, path: string): Receipt => {
      return {
        index,
        status: 'rejected',
        id,
        source,
        code: 'conflict',
        path,
        message: text,
        hint: '',
        quarantineId: '',
      };
    };
    const why = this.refuse(message);
    if (why !== undefined) return rejected(why, 'data');
    const before = this.messages.get(id);
    if (before && JSON.stringify(before) !== JSON.stringify(message))
      return rejected('the same id with other content', 'id');
    if (!before) this.messages.set(id, message);
    return { index, status: before ? 'duplicate' : 'accepted', id, source, eventId: id, position: this.messages.size };
  }
}
