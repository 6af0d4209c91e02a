// A server that speaks MongoDB's protocol and keeps up with many processes: secantus-mdb from crates.io, in Rust on WiredTiger. A test
// tool, not for production. A unique key that an update gave up stays taken (0.5.3-beta.196): what erases runs on the engine `mongodb`.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './loopback.js';
import { engine as mongodb } from './mongodb.engine.js';
import { program } from './program.js';

const CRATE = 'secantus-mdb';
const VERSION = '0.5.3-beta.196';
/** It is a replica set of one member. */
const SET = 'secantus';

/** Quicker to compile rather than the quickest to run. */
const PROFILE = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '64',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  CARGO_PROFILE_RELEASE_DEBUG: '0',
};

const get = async ({ cache, say }) => {
  const home = join(cache, `${CRATE}-${VERSION}`);
  const server = join(home, 'bin', 'secantusd-rs');
  if (existsSync(server)) return server;
  say(`mongodb-fast: building ${CRATE} ${VERSION} with Cargo (once; some minutes)`);
  const target = `${home}-${process.pid}`;
  try {
    await program(
      'cargo',
      ['install', CRATE, '--version', VERSION, '--locked', '--ignore-rust-version', '--root', home],
      'Install Rust; without it the engine mongodb does all the work, slowly.',
      { milliseconds: 20 * 60_000, env: { ...PROFILE, CARGO_TARGET_DIR: target } },
    );
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
  return server;
};

export const engine = {
  name: 'mongodb-fast',
  variable: 'LEDGER_MONGODB_FAST',
  /** Somebody's own server is fast enough. */
  instead: mongodb.variable,
  get,

  async prepare({ cache, folder, say }) {
    const server = await get({ cache, say });
    const [port] = await freePorts(1);
    return {
      file: server,
      args: [
        '--port',
        String(port),
        '--storage-path',
        join(folder, 'data'),
        '--cache-size',
        '512M',
        '--log-level',
        'WARNING',
      ],
      address: `mongodb://127.0.0.1:${port}/?replicaSet=${SET}`,
    };
  },

  ready: mongodb.ready,
};
