// A server that speaks MongoDB's protocol, from the Python package index: SecantusDB on WiredTiger. A test tool, not for production.
import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, listens } from './loopback.js';

const SECANTUS = '0.7.0b3';
const INSTALL_MS = 5 * 60_000;

const run = promisify(execFile);

const program = async (file, args) => {
  try {
    return await run(file, args, { timeout: INSTALL_MS });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error(
        `${file} is not installed. Install Python 3.11 with venv, or point LEDGER_MONGODB at a server of your own.`,
        {
          cause: error,
        },
      );
    throw new Error(`${file} failed: ${(error.stderr || error.message).trim().split('\n').slice(-3).join('\n')}`, {
      cause: error,
    });
  }
};

const install = async (cache, say) => {
  const home = join(cache, `secantusdb-${SECANTUS}`);
  const server = join(home, 'bin', 'secantusd-py');
  if (existsSync(server)) return server;
  say(`mongodb: fetching SecantusDB ${SECANTUS} with pip`);
  try {
    await program('python3', ['-m', 'venv', home]);
    await program(join(home, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      `SecantusDB==${SECANTUS}`,
    ]);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
  return server;
};

export const engine = {
  name: 'mongodb',
  variable: 'LEDGER_MONGODB',

  async prepare({ cache, folder, say }) {
    const server = await install(cache, say);
    const [port] = await freePorts(1);
    return {
      file: server,
      args: [
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--storage-path',
        join(folder, 'data'),
        // Its log for followers makes every write ten times slower once it holds ten thousand; the ledger needs none.
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
