import type { InboundType, JsonObject } from '@complaint-ledger/contracts';
import type { Receipt } from '../receive/receipt.ts';

/** A CloudEvent 1.0 in structured form, as an import makes it. */
export interface CloudEventLike {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: InboundType;
  readonly time: string;
  readonly subject: string;
  readonly datacontenttype: 'application/json';
  readonly data: JsonObject;
}

/**
 * Takes a batch and answers for each of it, in order. A batch holds messages made here or, of NDJSON without a mapping,
 * what the lines hold. When it throws, the import stops and can be run again.
 */
export type Send = (batch: readonly unknown[]) => Promise<readonly Receipt[]>;
