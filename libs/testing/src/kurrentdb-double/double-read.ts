import type { ServerWritableStream } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { DoubleLog, KeptEvent } from './double-log.ts';

type Options = ReadReq.Options;
type Call = ServerWritableStream<ReadReq, ReadResp>;

const identifier = (stream: string) => {
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(stream, 'utf8').toString('base64'));
  return name;
};

const responseOf = (event: KeptEvent, structured: boolean): ReadResp => {
  const id = new shared.UUID();
  if (structured) {
    const hex = event.id.replaceAll('-', '');
    const bits = new shared.UUID.Structured();
    bits.setMostSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`))));
    bits.setLeastSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${hex.slice(16)}`))));
    id.setStructured(bits);
  } else id.setString(event.id);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(event.created));
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
};

const passes = (options: Options): ((event: KeptEvent) => boolean) => {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = expression?.getRegex() ?? '';
  return (event) => {
    const text = byStream === undefined ? event.type : event.stream;
    return regex === '' ? prefixes.some((prefix) => text.startsWith(prefix)) : new RegExp(regex, 'u').test(text);
  };
};

const isBackwards = (options: Options): boolean =>
  options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** The first index whose event is at the position or later. */
const indexAt = (events: readonly KeptEvent[], position: bigint): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? 0n) < position) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Index of the next event of $all: forwards the one at the start or later, backwards the one before it. */
const startOfAll = (options: Options, events: readonly KeptEvent[]): number => {
  const all = options.getAll();
  const position = all?.getPosition();
  if (position !== undefined) {
    const at = indexAt(events, BigInt(position.getCommitPosition()));
    return isBackwards(options) ? at - 1 : at;
  }
  const end = all?.hasEnd() ?? false;
  if (isBackwards(options)) return end ? events.length - 1 : -1;
  return end ? events.length : 0;
};

const startOfStream = (options: Options, events: readonly KeptEvent[]): number => {
  const stream = options.getStream();
  if (stream?.hasRevision() === true) return Math.min(Number(stream.getRevision()), events.length);
  if (stream?.hasEnd() === true) return events.length - 1;
  return 0;
};

/** Waits while the client does not keep up; false once it has gone. */
const send = async (call: Call, response: ReadResp): Promise<boolean> => {
  if (call.cancelled) return false;
  if (!call.write(response))
    await new Promise<void>((resolve) => {
      const go = (): void => {
        call.off('drain', go).off('cancelled', go);
        resolve();
      };
      call.once('drain', go).once('cancelled', go);
    });
  return !call.cancelled;
};

/** Streams.Read: a stream or $all, once or as a subscription. */
export const readFrom = (log: DoubleLog, call: Call): void => {
  const options = call.request.getOptions() ?? new streams.ReadReq.Options();
  call.on('error', () => undefined);
  const reading = options.hasSubscription() ? subscribe(log, options, call) : readOnce(log, options, call);
  reading.then(
    () => call.end(),
    () => call.end(),
  );
};

const readOnce = async (log: DoubleLog, options: Options, call: Call): Promise<void> => {
  const structured = options.getUuidOption()?.hasStructured() ?? false;
  const name = options.getStream()?.getStreamIdentifier()?.getStreamName_asU8();
  const stream = name === undefined ? undefined : Buffer.from(name).toString('utf8');
  const events = stream === undefined ? log.all : log.stream(stream);
  if (events === undefined) {
    const missing = new streams.ReadResp.StreamNotFound();
    missing.setStreamIdentifier(identifier(stream ?? ''));
    const response = new streams.ReadResp();
    response.setStreamNotFound(missing);
    await send(call, response);
    return;
  }
  const wanted = passes(options);
  const step = isBackwards(options) ? -1 : 1;
  let left = BigInt(options.getCount() || '0');
  let at = stream === undefined ? startOfAll(options, events) : startOfStream(options, events);
  for (; left > 0n; at += step) {
    const event = events[at];
    if (event === undefined) return;
    if (!wanted(event)) continue;
    left -= 1n;
    if (!(await send(call, responseOf(event, structured)))) return;
  }
};

const subscribe = async (log: DoubleLog, options: Options, call: Call): Promise<void> => {
  const structured = options.getUuidOption()?.hasStructured() ?? false;
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId('double');
  const confirmed = new streams.ReadResp();
  confirmed.setConfirmation(confirmation);
  if (!(await send(call, confirmed))) return;
  const wanted = passes(options);
  const position = options.getAll()?.getPosition();
  // A subscription goes on after its position, a read begins at it.
  let at =
    position === undefined ? startOfAll(options, log.all) : indexAt(log.all, BigInt(position.getCommitPosition()) + 1n);
  let wake = (): void => undefined;
  const forget = log.onAppend(() => wake());
  call.on('cancelled', () => wake());
  try {
    while (!call.cancelled) {
      const event = log.all[at];
      if (event === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      at += 1;
      if (wanted(event) && !(await send(call, responseOf(event, structured)))) return;
    }
  } finally {
    forget();
  }
};
