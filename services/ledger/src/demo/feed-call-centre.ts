import { LedgerError } from '@complaint-ledger/contracts';
import type { Receiver } from '@complaint-ledger/intake';
import { epochOf } from '@complaint-ledger/policy';
import type { InboundCloudEvent } from '@complaint-ledger/testing';

const BATCH = 1_000;

export interface Fed {
  readonly messages: number;
  readonly complaints: number;
  readonly calls: number;
}

/** Sends the messages to the receiver in their order. LedgerError `invalid-input` with the first receipt that is no acceptance. */
export const feedCallCentre = async (
  messages: Iterable<InboundCloudEvent>,
  receiver: Receiver,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (time: number, fed: Fed) => void },
): Promise<Fed> => {
  let fed: Fed = { messages: 0, complaints: 0, calls: 0 };
  let batch: InboundCloudEvent[] = [];
  const send = async (): Promise<void> => {
    signal.throwIfAborted();
    const receipts = await receiver.receive(batch, { caller: 'ledger demo' });
    const refused = receipts.find(({ status }) => status !== 'accepted' && status !== 'duplicate');
    if (refused !== undefined)
      throw new LedgerError('invalid-input', `The ledger did not take ${refused.id}.`, { receipt: refused });
    const count = (type: string): number => batch.filter((message) => message.type === type).length;
    fed = {
      messages: fed.messages + batch.length,
      complaints: fed.complaints + count('complaint.filed'),
      calls: fed.calls + count('call.received'),
    };
    const last = batch.at(-1);
    if (last !== undefined) onProgress(epochOf(last.time), fed);
    batch = [];
  };
  for (const message of messages) {
    batch.push(message);
    if (batch.length === BATCH) await send();
  }
  if (batch.length > 0) await send();
  return fed;
};
