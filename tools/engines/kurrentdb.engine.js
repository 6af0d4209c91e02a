// No registry has a KurrentDB server to fetch: without one of your own, the specs run on the double of libs/testing, in memory.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePorts, listens } from './loopback.js';

const double = resolve(import.meta.dirname, '../../libs/testing/dist/kurrentdb-double/serve.js');

export const engine = {
  name: 'kurrentdb',
  variable: 'LEDGER_KURRENTDB',

  async prepare({ folder, say }) {
    if (!existsSync(double))
      throw new Error('the double is not built: run `npm run build`, or point LEDGER_KURRENTDB at a server.');
    say('kurrentdb: no server can be fetched; this is the double, which keeps events in memory and is no database');
    const [port] = await freePorts(1);
    return {
      file: process.execPath,
      args: [double, '--port', String(port), '--folder', join(folder, 'data')],
      address: `kurrentdb://127.0.0.1:${port}?tls=false&connectionName=double`,
    };
  },

  async ready({ address }) {
    await listens(new URL(address.replace(/^[a-z+]+:/, 'http:')).host);
  },
};
