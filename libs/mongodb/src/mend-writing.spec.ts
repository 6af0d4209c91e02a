import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mendWriting } from './mend-writing.ts';

interface DriverConnection {
  readonly closed: boolean;
  writeCommand(command: { toBin(): Promise<readonly Uint8Array[]> }, options: object): Promise<void>;
}

const { Connection } = createRequire(import.meta.url)('mongodb/lib/cmap/connection') as {
  Connection: new (socket: Socket, options: object) => DriverConnection;
};

describe('a command that is being written when its connection is closed', () => {
  let server: Server;
  let socket: Socket;
  let connection: DriverConnection;

  beforeEach(async () => {
    mendWriting();
    server = createServer((each) => each.pause());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    connection = new Connection(socket, { id: 1, generation: 0, hostAddress: 'here' });
  });
  afterEach(() => {
    socket.destroy();
    server.close();
  });

  const write = (bytes: Uint8Array, before: () => void = () => undefined): Promise<void> => {
    const toBin = async (): Promise<readonly Uint8Array[]> => {
      before();
      return [bytes];
    };
    return connection.writeCommand({ toBin }, { agreedCompressor: 'none' });
  };

  it('fails as the connection did, when it was closed before anything was written', async () => {
    await expect(write(new Uint8Array(16), () => socket.destroy())).rejects.toThrow('connection 1');
  });

  it('fails the same way when the server was slow to take it', async () => {
    const writing = write(new Uint8Array(64 * 1024 * 1024));
    setImmediate(() => socket.destroy());
    await expect(writing).rejects.toThrow('connection 1');
  });

  it('fails at once on a connection that is closed already, and is written on one that is open', async () => {
    await write(new Uint8Array(16));
    socket.destroy();
    await once(socket, 'close');
    expect(connection.closed).toBe(true);
    await expect(write(new Uint8Array(16))).rejects.toThrow('connection 1');
  });
});
