import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/**
 * A way to a server that can be shut: whoever uses it finds the server gone, its connections cut, while the server itself lives and keeps
 * what it has, as behind a broken network.
 */
export interface Gate {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** Opens a way to `host:port`. */
export const gateTo = async (target: string): Promise<Gate> => {
  const [name = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((from) => {
    const to = connect(Number(port), name);
    for (const each of [from, to]) keep(each);
    from.on('close', () => to.destroy());
    to.on('close', () => from.destroy());
    from.pipe(to).pipe(from);
  });
  const listen = async (at: number): Promise<number> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const taken = await listen(0);
  return {
    host: `127.0.0.1:${taken}`,
    async shut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open() {
      if (!server.listening) await listen(taken);
    },
  };
};
