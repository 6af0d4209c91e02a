import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const A = 1;
const HEADER = 12;

/** Name and type of the first question, and where it ends. */
const questionIn = (query: Buffer): { readonly name: string; readonly type: number; readonly end: number } => {
  const labels: string[] = [];
  let at = HEADER;
  for (let size = query.readUInt8(at); size > 0; size = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
};

const answerTo = (query: Buffer, addresses: ReadonlyMap<string, readonly string[]>): Buffer => {
  const { name, type, end } = questionIn(query);
  const known = addresses.get(name);
  const found = type === A ? (known ?? []) : [];
  const header = Buffer.alloc(HEADER);
  query.copy(header, 0, 0, 2);
  // An answer of the authority; 3: there is no such name.
  header.writeUInt16BE(0x8400 | (known === undefined ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  const records = found.map((address) => {
    const record = Buffer.alloc(16);
    record.writeUInt16BE(0xc000 | HEADER, 0);
    record.writeUInt16BE(A, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(1, 6);
    record.writeUInt16BE(4, 10);
    Buffer.from(address.split('.').map(Number)).copy(record, 12);
    return record;
  });
  return Buffer.concat([header, query.subarray(HEADER, end), ...records]);
};

/**
 * A double of the name server that Compose and Kubernetes have: answers the IPv4 addresses of the names in the map, which may change
 * (RFC 1035, A records over UDP).
 */
export const openNameServerDouble = async (
  addresses: ReadonlyMap<string, readonly string[]>,
): Promise<{ readonly address: string; close(): void }> => {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => socket.send(answerTo(query, addresses), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
};
