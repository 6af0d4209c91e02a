import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import serverFeatures from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import serverFeaturesGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import type { SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import type { Empty } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { appendTo } from './double-append.ts';
import { batchAppendTo } from './double-batch.ts';
import { DoubleLog } from './double-log.ts';
import { readFrom } from './double-read.ts';

export interface KurrentDbDouble {
  /** Connection string, which says that it is a double by the name of the connection. */
  readonly url: string;
  readonly port: number;
  /** Stops answering; the events stay. */
  stop(): Promise<void>;
  /** Answers again, at the same port. */
  start(): Promise<void>;
  /** Changes $all behind everybody's back: other bytes for the event at a position, or, without them, no event there. */
  tamper(position: number, data?: Uint8Array): void;
}

export interface KurrentDbDoubleOptions {
  /** Default any that is free. */
  readonly port?: number;
  /** PEM; absent: no encryption. */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
  /** `name:password` of the only one who may do anything; absent: everybody may. */
  readonly user?: string;
}

/**
 * A double of KurrentDB for tests where no server can be had: what the ledger uses of its gRPC protocol (append alone and in batches, read, subscribe to
 * $all with a filter by prefix), over events in memory. It is no database.
 */
export const startKurrentDbDouble = async (options: KurrentDbDoubleOptions = {}): Promise<KurrentDbDouble> => {
  const log = new DoubleLog();
  let server = await listen(log, options);
  const bound = server.port;
  return {
    url: `kurrentdb://127.0.0.1:${bound}?tls=${options.tls !== undefined}&connectionName=double`,
    port: bound,
    stop: async () => server.server.forceShutdown(),
    start: async () => {
      server = await listen(log, { ...options, port: bound });
    },
    tamper: (position, data) => log.tamper(BigInt(position), data),
  };
};

/** Lets only that user to the streams, by HTTP's Basic authentication as KurrentDB does; what the server can do it tells everybody. */
const only =
  (user: string): ServerInterceptor =>
  ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, go) => {
            const [told] = metadata.get('authorization');
            if (!path.includes('Streams') || told === `Basic ${Buffer.from(user).toString('base64')}`) go(metadata);
            else call.sendStatus({ code: status.UNAUTHENTICATED, details: 'Unauthenticated' });
          },
        }),
    });

const listen = async (
  log: DoubleLog,
  { port = 0, tls, user }: KurrentDbDoubleOptions,
): Promise<{ readonly server: Server; readonly port: number }> => {
  const server = new Server({
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
    interceptors: user === undefined ? [] : [only(user)],
  });
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]);
  server.addService(streamsGrpc.StreamsService, {
    append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
      appendTo(log, call, answer),
    batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => batchAppendTo(log, call),
    read: (call: ServerWritableStream<ReadReq, ReadResp>) => readFrom(log, call),
  });
  server.addService(serverFeaturesGrpc.ServerFeaturesService, {
    getSupportedMethods: (_: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>) => {
      const methods = new serverFeatures.SupportedMethods();
      methods.setEventStoreServerVersion('24.10.0-double');
      const batchAppend = new serverFeatures.SupportedMethod();
      batchAppend.setServiceName('event_store.client.streams.streams');
      batchAppend.setMethodName('batchappend');
      methods.addMethods(batchAppend);
      answer(null, methods);
    },
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, at) => (error === null ? resolve(at) : reject(error)));
  });
  return { server, port: bound };
};
