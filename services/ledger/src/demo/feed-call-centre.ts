import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Receipt, Receiver } from '@complaint-ledger/intake';
import { epochOf } from '@complaint-ledger/policy';
import type { InboundCloudEvent } from '@complaint-ledger/testing';

const BATCH = 1_000;

export interface Fed {
  readonly messages: number;
  readonly complaints: number;
  readonly calls: number;
}

const whyNot = (receipt: Receipt): string =>
  receipt.status === 'rejected' ? `${receipt.path}: ${receipt.message}` : receipt.status;

/**
 * Sends the messages to the receiver in their order. LedgerError `invalid-input` for one that is not accepted,
 * `unavailable` when aborted.
 */
export const feedCallCentre = async (
  messages: Iterable<InboundCloudEvent>,
  receiver: Receiver,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (time: number, fed: Fed) => void },
): Promise<Fed> => {
  let fed: Fed = { messages: 0, complaints: 0, calls: 0 };
  let batch: InboundCloudEvent[] = [];
  const send = async (): Promise<void> => {
    if (signal.aborted)
      throw new LedgerError(
        'unavailable',
        said('The demo was stopped before its year was over.', '演示在一年结束之前停止。'),
        {
          hint: said(
            'Start it again; a smaller year takes less time: --cases 500.',
            '请重新开始；案件少些用时更短：--cases 500。',
          ),
        },
      );
    const receipts = await receiver.receive(batch, { caller: 'ledger demo' });
    const refused = receipts.find(({ status }) => status !== 'accepted' && status !== 'duplicate');
    if (refused !== undefined)
      throw new LedgerError(
        'invalid-input',
        said(
          `The ledger did not take ${refused.id ?? 'a message'}: ${whyNot(refused)}.`,
          `账本未接收 ${refused.id ?? '一条消息'}：${whyNot(refused)}`,
        ),
        {
          hint: said(
            'Leave out --default-policy, or name a pack with the words of the standard one.',
            '请不写 --default-policy，或指定含有标准制度包词汇的制度包。',
          ),
        },
      );
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
