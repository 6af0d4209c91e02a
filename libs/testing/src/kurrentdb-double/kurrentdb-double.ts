import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
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

/**
 * A double of KurrentDB for tests where no server can be had: what the ledger uses of its gRPC protocol (append alone and in batches, read, subscribe to
 * $all with a filter by prefix), over events in memory. It is no database.
 */
export const startKurrentDbDouble = async ({ port = 0 }: { readonly port?: number } = {}): Promise<KurrentDbDouble> => {
  const log = new DoubleLog();
  let server = await listen(log, port);
  const bound = server.port;
  return {
    url: `kurrentdb://127.0.0.1:${bound}?tls=false&connectionName=double`,
    port: bound,
    stop: async () => server.server.forceShutdown(),
    start: async () => {
      server = await listen(log, bound);
    },
    tamper: (position, data) => log.tamper(BigInt(position), data),
  };
};

const listen = async (log: DoubleLog, port: number): Promise<{ readonly server: Server; readonly port: number }> => {
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
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
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error === null ? resolve(at) : reject(error),
    );
  });
  return { server, port: bound };
};
