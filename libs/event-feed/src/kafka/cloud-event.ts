import {
  type ActorKind,
  type JsonObject,
  LedgerError,
  type RecordedEvent,
  type SealedBlob,
} from '@complaint-ledger/contracts';

/** Of a whole CloudEvent as one JSON text. */
export const CONTENT_TYPE = 'application/cloudevents+json';

/** A recorded event as CloudEvents 1.0 in structured mode: what the topic holds of it, for the ledger and for others. */
interface WireEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** When it happened. */
  readonly time: string;
  /** The stream. */
  readonly subject: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  /** The position, as text: the attribute of the CloudEvents extension of that name. */
  readonly sequence: string;
  readonly recordedtime: string;
  readonly revision: number;
  readonly schemaversion: number;
  readonly actorkind: ActorKind;
  readonly actorid: string;
  readonly correlationid?: string;
  readonly causationid?: string;
  /** The sealed blobs as JSON text: attributes hold no lists. */
  readonly sealed?: string;
  readonly data: JsonObject;
}

export const wireBytes = (event: RecordedEvent): Buffer => {
  const wire: WireEvent = {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    time: event.occurredAt,
    subject: event.stream,
    datacontenttype: 'application/json',
    dataschema: `urn:complaint-ledger:schema:${event.type}.v${event.schemaVersion}`,
    sequence: String(event.position),
    recordedtime: event.recordedAt,
    revision: event.revision,
    schemaversion: event.schemaVersion,
    actorkind: event.actor.kind,
    actorid: event.actor.id,
    ...(event.correlationId !== undefined && { correlationid: event.correlationId }),
    ...(event.causationId !== undefined && { causationid: event.causationId }),
    ...(event.sealed !== undefined && { sealed: JSON.stringify(event.sealed) }),
    data: event.data,
  };
  return Buffer.from(JSON.stringify(wire));
};

/** LedgerError `corrupt` when this is no event that a relay wrote. */
export const eventOfWire = (bytes: Uint8Array): RecordedEvent => {
  try {
    const wire = JSON.parse(Buffer.from(bytes).toString('utf8')) as WireEvent;
    const position = Number(wire.sequence);
    if (!Number.isSafeInteger(position) || typeof wire.subject !== 'string' || typeof wire.data !== 'object') {
      throw new TypeError('attributes are missing');
    }
    return {
      id: wire.id,
      type: wire.type,
      schemaVersion: wire.schemaversion,
      stream: wire.subject,
      revision: wire.revision,
      position,
      occurredAt: wire.time,
      recordedAt: wire.recordedtime,
      actor: { kind: wire.actorkind, id: wire.actorid },
      source: wire.source,
      ...(wire.correlationid !== undefined && { correlationId: wire.correlationid }),
      ...(wire.causationid !== undefined && { causationId: wire.causationid }),
      data: wire.data,
      ...(wire.sealed !== undefined && { sealed: JSON.parse(wire.sealed) as readonly SealedBlob[] }),
    };
  } catch (error) {
    throw new LedgerError('corrupt', 'A message of the events topic is not an event that a relay wrote', {
      cause: error,
      hint: 'Only the relay may write to this topic: check who else has the right to.',
    });
  }
};
