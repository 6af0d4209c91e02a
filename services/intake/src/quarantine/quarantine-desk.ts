import { LedgerError } from '@complaint-ledger/contracts';
import type { Receipt } from '../receive/receipt.ts';
import type { Receiver } from '../receive/receiver.ts';
import type { Quarantine, QuarantineEntry, QuarantinePage, QuarantineQuery, QuarantinedMessage } from './quarantine.ts';

export interface Resend {
  readonly quarantineId: string;
  /** The mended message; absent: as it came. */
  readonly mended?: unknown;
  readonly caller: string;
}

/** What operators do with rejected and parked messages. Errors: as of `Quarantine` and `Receiver`. */
export class QuarantineDesk {
  readonly #quarantine: Quarantine;
  readonly #receiver: Receiver;

  constructor(quarantine: Quarantine, receiver: Receiver) {
    this.#quarantine = quarantine;
    this.#receiver = receiver;
  }

  list(query: QuarantineQuery): Promise<QuarantinePage> {
    return this.#quarantine.list(query);
  }

  get(quarantineId: string): Promise<QuarantinedMessage> {
    return this.#quarantine.get(quarantineId);
  }

  discard(quarantineId: string, reason: string): Promise<QuarantineEntry> {
    return this.#quarantine.discard(quarantineId, reason);
  }

  /** Sends it again; when the log does not take it, the entry keeps the new reason and what was decided before. */
  async resend({ quarantineId, mended, caller }: Resend): Promise<Receipt> {
    const entry = await this.#quarantine.get(quarantineId);
    if (entry.state === 'resent') {
      throw new LedgerError('conflict', 'The message is already in the log', {
        path: 'id',
        eventId: entry.eventId,
        hint: 'Correct it by a further event, such as complaint.amended.',
      });
    }
    const { body } = entry;
    if (mended === undefined && !(body !== undefined && 'json' in body)) {
      throw new LedgerError('invalid-input', 'What came was no message and cannot be sent as it is', {
        path: 'body',
        hint: 'Send a mended CloudEvent as the body.',
      });
    }
    const message = mended ?? (body !== undefined && 'json' in body ? body.json : undefined);
    const [receipt] = await this.#receiver.receive([message], { caller, entry: quarantineId });
    if (receipt === undefined) throw new LedgerError('unavailable', 'No receipt came back', { hint: 'Try again.' });
    if (receipt.status === 'accepted' || receipt.status === 'duplicate') {
      await this.#quarantine.settle([{ quarantineId, state: 'resent', eventId: receipt.eventId }]);
    }
    return receipt;
  }
}
