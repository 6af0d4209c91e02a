import type { InboundType, JsonObject } from '@complaint-ledger/contracts';
import type { CloudEventLike } from '../message.ts';

export const event = (
  source: string,
  id: string,
  type: InboundType,
  time: string,
  subject: string,
  data: JsonObject,
): CloudEventLike => ({
  specversion: '1.0',
  id,
  source,
  type,
  time,
  subject,
  datacontenttype: 'application/json',
  data,
});
