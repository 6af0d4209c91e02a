// KurrentDB itself where there is Docker. No registry of packages has a server to fetch: without Docker or a server of your own, the specs
// run on the double of libs/testing, in memory.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePorts, listens } from './loopback.js';
import { program } from './program.js';

/** The one of deploy/compose.yaml. */
const IMAGE = 'kurrentplatform/kurrentdb:25.1';
const LOOK_MS = 10_000;

const double = resolve(import.meta.dirname, '../../libs/testing/dist/kurrentdb-double/serve.js');

/** Whether there is a Docker that has the image, or gets it. */
const get = async ({ say }) => {
  try {
    await program('docker', ['version'], '', { milliseconds: LOOK_MS });
  } catch {
    return false;
  }
  try {
    say(`kurrentdb: fetching ${IMAGE} with Docker`);
    await program('docker', ['pull', '--quiet', IMAGE], '');
    return true;
  } catch (error) {
    say(`kurrentdb: Docker is there, its image is not to be had: ${error.message}`);
    return false;
  }
};

/** In the foreground, so that a signal to the process stops the container; its files are those of whoever runs this. */
const contained = (folder, port) => {
  const data = join(folder, 'data');
  mkdirSync(data);
  const settings = {
    INSECURE: 'true',
    CLUSTER_SIZE: '1',
    RUN_PROJECTIONS: 'None',
    MAX_APPEND_SIZE: '4194304',
    TELEMETRY_OPTOUT: 'true',
    DB: '/data/db',
    INDEX: '/data/index',
    LOG: '/data/log',
  };
  return {
    file: 'docker',
    args: [
      'run',
      '--rm',
      '--init',
      `--publish=127.0.0.1:${port}:2113`,
      `--user=${process.getuid()}:${process.getgid()}`,
      `--volume=${data}:/data`,
      ...Object.entries(settings).map(([name, value]) => `--env=KURRENTDB_${name}=${value}`),
      IMAGE,
    ],
    address: `kurrentdb://127.0.0.1:${port}?tls=false&connectionName=docker`,
  };
};

export const engine = {
  name: 'kurrentdb',
  variable: 'LEDGER_KURRENTDB',
  get,

  async prepare({ folder, say }) {
    const [port] = await freePorts(1);
    if (await get({ say })) return contained(folder, port);
    if (!existsSync(double))
      throw new Error('the double is not built: run `npm run build`, or point LEDGER_KURRENTDB at a server.');
    say('kurrentdb: no server could be had; this is the double, which keeps events in memory and is no database');
    return {
      file: process.execPath,
      args: [double, '--port', String(port), '--folder', join(folder, 'data')],
      address: `kurrentdb://127.0.0.1:${port}?tls=false&connectionName=double`,
    };
  },

  async ready({ address }) {
    const url = new URL(address.replace(/^[a-z+]+:/, 'http:'));
    await listens(url.host);
    // Docker listens at once, the server behind it later.
    if (url.searchParams.get('connectionName') === 'docker') {
      const { status } = await fetch(`http://${url.host}/health/live`);
      if (status >= 400) throw new Error(`/health/live answered ${status}`);
    }
  },
};
