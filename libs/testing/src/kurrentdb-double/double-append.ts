import { Metadata, status, type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { AppendReq, AppendResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { type DoubleLog, type ExpectedState, MAX_APPEND_BYTES, type ProposedEvent } from './double-log.ts';
import { proposedOf } from './proposed.ts';

const expectedOf = (options: AppendReq.Options): ExpectedState => {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
};

const refusal = (expected: ExpectedState, current: number | undefined): AppendResp => {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new shared.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  const answer = new streams.AppendResp();
  answer.setWrongExpectedVersion(wrong);
  return answer;
};

/** Streams.Append: options first, then the events; answered when the client has sent all. */
export const appendTo = (
  log: DoubleLog,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): void => {
  let options: AppendReq.Options | undefined;
  const proposed: ProposedEvent[] = [];
  call.on('data', (request: AppendReq) => {
    if (request.hasOptions()) options = request.getOptions();
    const message = request.getProposedMessage();
    if (message === undefined) return;
    proposed.push(proposedOf(message));
  });
  call.on('error', () => undefined);
  call.on('end', () => {
    const name = options?.getStreamIdentifier()?.getStreamName_asU8();
    if (options === undefined || name === undefined) {
      answer({ code: status.INVALID_ARGUMENT, message: 'no options' });
      return;
    }
    const expected = expectedOf(options);
    const appended = log.append(Buffer.from(name).toString('utf8'), expected, proposed);
    if (!appended.ok && appended.reason === 'too-large') {
      const metadata = new Metadata();
      metadata.set('exception', 'maximum-append-size-exceeded');
      metadata.set('maximum-append-size', String(MAX_APPEND_BYTES));
      answer({ code: status.INVALID_ARGUMENT, details: 'Maximum Append Size Exceeded.', metadata });
      return;
    }
    if (!appended.ok) {
      answer(null, refusal(expected, appended.current));
      return;
    }
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(appended.position));
    position.setPreparePosition(String(appended.position));
    const success = new streams.AppendResp.Success();
    success.setCurrentRevision(String(appended.revision));
    success.setPosition(position);
    const response = new streams.AppendResp();
    response.setSuccess(success);
    answer(null, response);
  });
};
