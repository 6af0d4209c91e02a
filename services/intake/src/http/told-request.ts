import { type InboundType, type JsonObject, LedgerError, derivedId, newId } from '@complaint-ledger/contracts';

/** A plain JSON body of `POST /v1/calls` or `/v1/complaints`, and who sends it. */
export interface ToldRequest {
  readonly type: Extract<InboundType, 'call.received' | 'complaint.filed'>;
  readonly body: unknown;
  readonly idempotencyKey?: string;
  readonly callerLabel: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface ToldEvent {
  /** The id by which the sender knows the matter, made when none was given. */
  readonly externalId: string;
  readonly event: JsonObject;
}

const idFields = { 'call.received': 'callId', 'complaint.filed': 'complaintId' } as const;

const optionalText = (value: unknown, path: string): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  throw new LedgerError('invalid-input', `${path} must be text of 1 to 200 characters`, { path });
};

/**
 * The CloudEvent of a form. `Idempotency-Key`, else the given id, else the matter's id decides what is a repetition;
 * without any of them every request is a new matter. Without `time` it is the time of the receipt.
 * LedgerError `invalid-input`.
 */
export const eventOfTold = ({ type, body, idempotencyKey, callerLabel, now }: ToldRequest): ToldEvent => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new LedgerError('invalid-input', 'The body is no JSON object', {
      path: '',
      hint: `Send the fields of ${type}.`,
    });
  }
  const { id: givenId, source: givenSource, time, ...data } = body as JsonObject;
  const idField = idFields[type];
  const key = optionalText(idempotencyKey, 'Idempotency-Key');
  const source = optionalText(givenSource, 'source') ?? `ledger://${encodeURIComponent(callerLabel)}`;
  const given = optionalText(data[idField], idField);
  const externalId = given ?? (key === undefined ? newId() : derivedId(type, source, key));
  const eventId = key === undefined ? (optionalText(givenId, 'id') ?? `${type} ${externalId}`) : `key ${key}`;
  return {
    externalId,
    event: {
      specversion: '1.0',
      id: eventId,
      source,
      type,
      ...(time === undefined ? { time: new Date(now).toISOString(), timebasis: 'receipt' } : { time }),
      data: { ...data, [idField]: externalId },
    },
  };
};
