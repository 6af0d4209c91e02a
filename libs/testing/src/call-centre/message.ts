import type { Inbound, InboundData, InboundType } from '@complaint-ledger/contracts';

/** A CloudEvent 1.0, structured, as a CRM or call centre would post it. */
export type InboundCloudEvent = {
  [T in InboundType]: Inbound<T> & { readonly specversion: '1.0'; readonly datacontenttype: 'application/json' };
}[InboundType];

/** One message before it is written down: when it happened and when it is sent, ms. */
export interface Sent {
  readonly sentAt: number;
  readonly happenedAt: number;
  readonly id: string;
  readonly type: InboundType;
  readonly subject: string;
  readonly data: object;
}

/** Sends a message about one matter; it is sent when it happens, or so much later (ms). */
export type Send = <T extends InboundType>(
  type: T,
  step: string,
  at: number,
  data: InboundData<T>,
  lateBy?: number,
) => void;
