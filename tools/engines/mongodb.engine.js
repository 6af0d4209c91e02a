// A server that speaks MongoDB's protocol, from the Python package index: SecantusDB on WiredTiger. A test tool, not for production.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, listens } from './loopback.js';
import { program } from './program.js';

const SECANTUS = '0.7.0b3';
const HINT = 'Install Python 3.11 with venv, or point LEDGER_MONGODB at a server of your own.';

const get = async ({ cache, say }) => {
  const home = join(cache, `secantusdb-${SECANTUS}`);
  const server = join(home, 'bin', 'secantusd-py');
  if (existsSync(server)) return server;
  say(`mongodb: fetching SecantusDB ${SECANTUS} with pip`);
  const quietly = ['--quiet', '--disable-pip-version-check'];
  try {
    await program('python3', ['-m', 'venv', home], HINT);
    await program(join(home, 'bin', 'pip'), ['install', ...quietly, `SecantusDB==${SECANTUS}`], HINT);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
  return server;
};

export const engine = {
  name: 'mongodb',
  variable: 'LEDGER_MONGODB',
  get,

  async prepare({ cache, folder, say }) {
    const server = await get({ cache, say });
    const [port] = await freePorts(1);
    const data = join(folder, 'data');
    return {
      file: server,
      // Its log for followers makes every write ten times slower once it holds ten thousand; the ledger needs none.
      args: [
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--storage-path',
        data,
        '--standalone',
        '--log-level',
        'WARNING',
      ],
      address: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    };
  },

  async ready({ address }) {
    for (const host of new URL(address.replace(/^mongodb(\+srv)?:/, 'http:').replace(/,[^/]*/, '')).host.split(','))
      await listens(host);
  },
};
