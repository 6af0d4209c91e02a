import type { ServerDuplexStream } from '@grpc/grpc-js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statuses from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type {
  BatchAppendReq,
  BatchAppendResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { type DoubleLog, type ExpectedState, MAX_APPEND_BYTES, type ProposedEvent } from './double-log.ts';
import { proposedOf, uuidOf } from './proposed.ts';

const expectedOf = (options: BatchAppendReq.Options): ExpectedState => {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasStreamPosition() ? Number(options.getStreamPosition()) : 'any';
};

const refusal = (expected: ExpectedState, current: number | undefined) => {
  const wrong = new shared.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'no-stream') wrong.setExpectedNoStream(new empty.Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new empty.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new empty.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return told('WrongExpectedVersion', wrong);
};

const tooLarge = () => {
  const exceeded = new shared.MaximumAppendSizeExceeded();
  exceeded.setMaxappendsize(MAX_APPEND_BYTES);
  return told('MaximumAppendSizeExceeded', exceeded);
};

const told = (name: string, message: { serializeBinary(): Uint8Array }) => {
  const details = new anyMessage.Any();
  details.pack(message.serializeBinary(), `event_store.client.${name}`);
  const error = new statuses.Status();
  error.setMessage(name);
  error.setDetails(details);
  return error;
};

interface Batch {
  readonly options: BatchAppendReq.Options;
  readonly proposed: ProposedEvent[];
}

/** Streams.BatchAppend: any number of appends on one call, each in parts under an id of its own. */
export const batchAppendTo = (log: DoubleLog, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
  const open = new Map<string, Batch>();
  call.on('data', (request: BatchAppendReq) => {
    const correlation = request.getCorrelationId();
    const id = uuidOf(correlation);
    const options = request.getOptions();
    const batch = open.get(id) ?? (options && { options, proposed: [] });
    if (batch === undefined) return;
    open.set(id, batch);
    batch.proposed.push(...request.getProposedMessagesList().map(proposedOf));
    if (!request.getIsFinal()) return;
    open.delete(id);
    const stream = batch.options.getStreamIdentifier();
    const response = new streams.BatchAppendResp();
    response.setCorrelationId(correlation);
    response.setStreamIdentifier(stream);
    const expected = expectedOf(batch.options);
    const name = Buffer.from(stream?.getStreamName_asU8() ?? new Uint8Array()).toString('utf8');
    const appended = log.append(name, expected, batch.proposed);
    if (appended.ok) {
      const position = new shared.AllStreamPosition();
      position.setCommitPosition(String(appended.position));
      position.setPreparePosition(String(appended.position));
      const success = new streams.BatchAppendResp.Success();
      success.setCurrentRevision(String(appended.revision));
      success.setPosition(position);
      response.setSuccess(success);
    } else response.setError(appended.reason === 'too-large' ? tooLarge() : refusal(expected, appended.current));
    call.write(response);
  });
  call.on('error', () => undefined);
  call.on('end', () => call.end());
};
