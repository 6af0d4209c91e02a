import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Ports of the loopback address that nobody has now. */
export const freePorts = async (count) => {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

/** Throws when nobody listens at `host:port`. */
export const listens = async (address) => {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), timeout: 5_000 });
  try {
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
      socket.once('timeout', () => reject(new Error(`${address} does not answer within 5 s`)));
    });
  } finally {
    socket.destroy();
  }
};
