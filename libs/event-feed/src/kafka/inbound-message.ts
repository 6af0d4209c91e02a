import { LedgerError, isLedgerError, parseStrictJson, said } from '@complaint-ledger/contracts';
import { keepTrace } from '@complaint-ledger/telemetry';
import type { IHeaders, KafkaMessage } from 'kafkajs';

/** A message as it came: a CloudEvent, parsed but not checked, or the reason why it cannot be read as one. */
export type InboundMessage =
  | { readonly ok: true; readonly event: unknown; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly error: LedgerError; readonly bytes: Uint8Array };

const text = (headers: IHeaders | undefined, name: string): string | undefined => {
  const value = headers?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : first.toString('utf8');
};

/** Binary content mode of the CloudEvents Kafka binding, 3.2: attributes in `ce_` headers, the value is the data. */
const readBinary = (headers: IHeaders, bytes: Uint8Array): Record<string, unknown> => {
  const event: Record<string, unknown> = {};
  for (const name of Object.keys(headers)) if (name.startsWith('ce_')) event[name.slice(3)] = text(headers, name);
  const type = text(headers, 'content-type');
  if (type !== undefined) event['datacontenttype'] = type;
  if (bytes.length > 0) event['data'] = parseStrictJson(bytes);
  return event;
};

/**
 * The header of the hop, else the attribute of the CloudEvents extension Distributed Tracing (in binary mode the header `ce_traceparent`),
 * which names where the message began.
 */
const traced = (event: unknown, headers: IHeaders | undefined): unknown => {
  const attribute = (event as { readonly traceparent?: unknown } | null)?.traceparent;
  keepTrace(event, text(headers, 'traceparent') ?? attribute);
  return event;
};

/** CloudEvents in structured or binary mode; a value without any header is taken for structured. */
export const readInbound = ({ value, headers }: Pick<KafkaMessage, 'value' | 'headers'>): InboundMessage => {
  const bytes = value ?? new Uint8Array();
  try {
    const binary = headers !== undefined && ('ce_id' in headers || 'ce_specversion' in headers);
    if (binary) return { ok: true, event: traced(readBinary(headers, bytes), headers), bytes };
    if (bytes.length === 0) {
      throw new LedgerError('invalid-input', said('The message has no value', '消息没有值'), {
        hint: said('Send a CloudEvent as JSON.', '请以 JSON 发送 CloudEvent。'),
      });
    }
    return { ok: true, event: traced(parseStrictJson(bytes), headers), bytes };
  } catch (error) {
    if (isLedgerError(error, 'invalid-input')) return { ok: false, error, bytes };
    throw error;
  }
};
