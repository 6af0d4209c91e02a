import { createRequire } from 'node:module';
import { type Socket, connect, isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** Versions of one sort of request that one side speaks, both ends included. */
export interface SpokenVersions {
  readonly lowest: number;
  readonly highest: number;
}

/** By the number of the request. */
export type ApiVersions = ReadonlyMap<number, SpokenVersions>;

const API_VERSIONS = 18;
const LENGTH = 4;

/** Length, key, version 0, number of the request, client: what every broker answers before it knows who asks. */
const request = (): Buffer => {
  const client = 'complaint-ledger';
  const body = Buffer.alloc(10 + client.length);
  body.writeInt16BE(API_VERSIONS, 0);
  body.writeInt16BE(0, 2);
  body.writeInt32BE(1, 4);
  body.writeInt16BE(client.length, 8);
  body.write(client, 10, 'ascii');
  const length = Buffer.alloc(LENGTH);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
};

/** An answer of version 0 behind its length: number of the request, error, then key, lowest and highest of each request. */
export const readApiVersions = (answer: Buffer): ApiVersions => {
  const error = answer.readInt16BE(4);
  if (error !== 0) throw new Error(`the broker refuses to tell its versions: error ${error}`);
  const count = answer.readInt32BE(6);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const at = 10 + 6 * index;
      return [
        answer.readInt16BE(at),
        { lowest: answer.readInt16BE(at + 2), highest: answer.readInt16BE(at + 4) },
      ] as const;
    }),
  );
};

/** What a broker speaks. `tls` absent: no encryption. Rejects when nothing whole came within `within` ms. */
export const askApiVersions = (
  broker: string,
  { tls, within }: { readonly tls?: ConnectionOptions | undefined; readonly within: number },
): Promise<ApiVersions> =>
  new Promise((resolve, reject) => {
    const [, host = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(broker) ?? [];
    const place = { host, port: Number(port) };
    const socket: Socket =
      tls === undefined
        ? connect(place)
        : connectTls({ ...place, ...(isIP(host) === 0 && { servername: host }), ...tls });
    let got = Buffer.alloc(0);
    const end = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(within, () => end(() => reject(new Error(`${broker} does not answer`))));
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('close', () => reject(new Error(`${broker} closed the connection`)));
    socket.on('data', (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      if (got.length < LENGTH || got.length < LENGTH + got.readInt32BE(0)) return;
      end(() => {
        try {
          resolve(readApiVersions(got.subarray(LENGTH)));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    socket.write(request());
  });

interface ClientRequest {
  readonly name: string;
  readonly key: number;
  readonly versions: readonly number[];
}

/** Requests that relay, feed, inbound and topics make. */
const NEEDED = [
  'Produce',
  'Fetch',
  'ListOffsets',
  'Metadata',
  'OffsetCommit',
  'OffsetFetch',
  'GroupCoordinator',
  'JoinGroup',
  'Heartbeat',
  'LeaveGroup',
  'SyncGroup',
  'CreateTopics',
  'DescribeConfigs',
] as const;

const clientRequests = (): readonly ClientRequest[] => {
  const load = createRequire(import.meta.url);
  const keys = load('kafkajs/src/protocol/requests/apiKeys') as Readonly<Record<string, number>>;
  const folders: Readonly<Record<string, string>> = { GroupCoordinator: 'findCoordinator' };
  return NEEDED.map((name) => {
    const folder = folders[name] ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const { versions } = load(`kafkajs/src/protocol/requests/${folder}`) as { readonly versions: readonly string[] };
    return { name, key: keys[name] ?? -1, versions: versions.map(Number) };
  });
};

/** Requests of the client that the broker does not speak any more, or not yet: `Fetch`. */
export const notSpoken = (broker: ApiVersions): readonly string[] =>
  clientRequests()
    .filter(({ key, versions }) => {
      const spoken = broker.get(key);
      return spoken === undefined || !versions.some((each) => each >= spoken.lowest && each <= spoken.highest);
    })
    .map(({ name }) => name);
