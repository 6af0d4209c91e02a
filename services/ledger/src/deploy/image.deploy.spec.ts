import { once } from 'node:events';
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';
import { type Corner, takeCorner } from '../distributed/corner.ts';
import { version } from '../version.ts';
import { checked, deployFolder, passes } from './checker.ts';
import { textOf, yamlOf } from './deploy-files.ts';
import { type ImageTree, makeImageTree } from './image-tree.ts';
import { openNameServerDouble } from './name-server-double.ts';

const LOOK_MS = 50;
const BUILD_MS = 10 * 60_000;
const RUN_MS = 5 * 60_000;

const Compose = Type.Object({
  'x-ledger': Type.Object({ environment: Type.Record(Type.String(), Type.String()) }),
  services: Type.Record(Type.String(), Type.Object({ command: Type.Optional(Type.Array(Type.String())) })),
});
const compose = Parse(Compose, yamlOf('compose.yaml'));
const commandOf = (service: string): readonly string[] => compose.services[service]?.command ?? [];

/** A port that is free on every address of the loopback range. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
};

const statusOf = async (url: string, more?: RequestInit): Promise<number | undefined> => {
  const answer = await fetch(url, more).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status;
};

const until = async (holds: () => Promise<boolean>, running: readonly Running[] = []): Promise<void> => {
  while (!(await holds())) {
    for (const { child, log } of running)
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`it ended with ${child.exitCode}: ${log()}`);
    await delay(LOOK_MS);
  }
};

interface Running {
  readonly child: ChildProcess;
  readonly log: () => string;
}

const watched = (child: ChildProcess): Running => {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, log: () => text };
};

const stopped = async ({ child }: Running): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
  return child.exitCode;
};

let image: ImageTree;
beforeAll(() => {
  image = makeImageTree();
}, BUILD_MS);
afterAll(() => image?.dispose());

describe('the image, made by the commands of the Dockerfile', () => {
  const found = (...words: readonly string[]): readonly string[] =>
    image
      .exec('find', ['app', ...words])
      .stdout.split('\n')
      .filter((line) => line !== '');

  it('holds the program of this version, found as `ledger`, too', () => {
    expect(image.runToEnd(['--version']).stdout.trim()).toBe(version);
    expect(image.exec(join(image.root, 'usr/local/bin/ledger'), ['--version']).stdout.trim()).toBe(version);
  });

  it('holds packages of production, no sources and no tests', () => {
    for (const name of ['typescript', 'jest', '@swc/core', 'oxlint', 'nx'])
      expect(found('-path', `app/node_modules/${name}`)).toEqual([]);
    expect(found('-name', '*.spec.*', '-not', '-path', '*/node_modules/*')).toEqual([]);
    expect(found('-name', '*.ts', '-not', '-path', '*/node_modules/*')).toEqual([]);
  });

  it('gives its user, who is nobody of importance, nothing to write to but the folder of the data', () => {
    expect(image.exec('id', ['-u']).stdout.trim()).not.toBe('0');
    expect(image.exec('find', [image.root, '-not', '-type', 'l', '-writable']).stdout.trim()).toBe(
      join(image.root, 'data'),
    );
  });

  it('serves one process on files, tells that it lives and ends when it is asked to', async () => {
    const port = await freePort();
    const settings = { LEDGER_HOST: '127.0.0.1', LEDGER_PORT: String(port) };
    expect(image.runToEnd(['keys', 'create', 'admin', 'first'], settings)).toMatchObject({ status: 0 });
    const served = watched(image.run(image.command, settings));
    await until(async () => (await statusOf(`http://127.0.0.1:${port}/health/ready`)) === 200, [served]);
    const [program = '', ...words] = image.healthcheck;
    expect(image.exec(program, words, settings).status).toBe(0);
    expect(await stopped(served)).toBe(0);
    expect(image.exec(program, words, settings).status).toBe(1);
  });

  it(
    'holds what is loaded only when somebody wants it, such as the simulated call centre',
    () => {
      const told = image.runToEnd(['demo', '--json', '--cases', '20'], { TMPDIR: join(image.root, 'data') });
      expect(told).toMatchObject({ status: 0 });
    },
    RUN_MS,
  );
});

describe('the set-up of compose.yaml, its services and its gateway as processes of this machine', () => {
  /** Two instances of routing, one of the others, each at an address of its own, as containers have. */
  const addresses = new Map([
    ['intake', ['127.0.0.11']],
    ['routing', ['127.0.0.21', '127.0.0.22']],
    ['reporting', ['127.0.0.31']],
  ]);
  const running = new Map<string, Running>();
  let corner: Corner;
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  let port: number;
  let key: string;
  let gateway: string;
  let figures: string;
  let names: Awaited<ReturnType<typeof openNameServerDouble>>;

  const start = (service: string, address: string): void => {
    running.set(address, watched(image.run(commandOf(service), { ...environment, LEDGER_HOST: address })));
  };
  const all = (): readonly Running[] => [...running.values()];
  const asked = async (method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${gateway}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const complaint = (complaintId: string) => ({
    complaintId,
    channel: 'phone',
    level: 'major',
    category: 'service-attitude',
    complainant: { name: 'Li Hua', phone: '13800000001' },
    detail: 'The technician was rude',
  });
  const hasCase = async (id: string): Promise<boolean> => (await asked('GET', `/v1/cases/${id}`)).status === 200;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'complaint-ledger-gateway-'));
    mkdirSync(join(folder, 'secrets'));
    copyFileSync(join(deployFolder, 'make-secrets.sh'), join(folder, 'make-secrets.sh'));
    passes('sh', [join(folder, 'make-secrets.sh')]);
    passes('chmod', ['-R', 'a+rX', folder]);
    corner = takeCorner();
    port = await freePort();
    const secrets = join(folder, 'secrets');
    writeFileSync(join(secrets, 'mongodb-url'), corner.environment.LEDGER_MONGODB, { flag: 'w' });
    const { LEDGER_EVENTS, LEDGER_KAFKA, LEDGER_KAFKA_PREFIX, LEDGER_NAMESPACE } = corner.environment;
    // What compose.yaml says, but for where the engines are.
    environment = {
      ...Object.fromEntries(
        Object.entries(compose['x-ledger'].environment).map(([name, value]) => [
          name,
          value.replace('/run/secrets', secrets).replace(/^\$\{\w+:-(.*)\}$/, '$1'),
        ]),
      ),
      LEDGER_EVENTS,
      LEDGER_KAFKA,
      LEDGER_KAFKA_PREFIX,
      LEDGER_NAMESPACE,
      LEDGER_PORT: String(port),
    };
    // No volume is there in compose.yaml, and the rest of the container cannot be written to.
    passes('chown', ['root:root', join(image.root, 'data')]);
    passes('chmod', ['555', join(image.root, 'data')]);
    const made = image.runToEnd(commandOf('setup'), environment);
    if (made.status !== 0) throw new Error(made.stderr);
    key = image.runToEnd(['keys', 'create', 'admin', 'first administrator'], environment).stdout.trim();
    for (const [service, places] of addresses) for (const address of places) start(service, address);
    for (const address of [...addresses.values()].flat())
      await until(async () => (await statusOf(`http://${address}:${port}/health/ready`)) === 200, all());

    names = await openNameServerDouble(addresses);
    const [front, exporter] = [await freePort(), await freePort()];
    gateway = `http://127.0.0.1:${front}`;
    figures = `http://127.0.0.1:${exporter}/metrics`;
    const placed = textOf('gateway/haproxy.cfg')
      .replace('bind :8080', `bind 127.0.0.1:${front}`)
      .replace('bind :8404', `bind 127.0.0.1:${exporter}`)
      .replace('parse-resolv-conf', `nameserver double ${names.address}`)
      .replaceAll('/usr/local/etc/haproxy/', `${deployFolder}gateway/`);
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, placed);
    const where = Object.fromEntries(
      [...addresses.keys()].map((service) => [`LEDGER_${service.toUpperCase()}`, `${service}:${port}`]),
    );
    passes('haproxy', ['-c', '-f', file], { environment: where });
    const haproxy = spawn('haproxy', ['-db', '-f', file], {
      env: { ...process.env, ...where },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.set('gateway', watched(haproxy));
    await until(async () => (await statusOf(`${gateway}/health/ready`)) === 200, all());
  }, RUN_MS);
  afterAll(async () => {
    await Promise.all(all().map(stopped));
    names?.close();
    await corner?.clear();
    rmSync(folder, { recursive: true, force: true });
  }, RUN_MS);

  it('takes a complaint at the one port, decides it and tells its case', async () => {
    expect((await asked('POST', '/v1/complaints', complaint('C-1'))).status).toBe(201);
    await until(() => hasCase('C-1'));
    const { status } = await asked('POST', '/v1/cases/C-1/contacts', {
      actor: 'Zhang',
      channel: 'phone',
      reached: true,
    });
    expect(status).toBeLessThan(500);
    expect((await asked('GET', '/v1/reports/annual/2026')).status).toBe(200);
  });

  it('is found in order by `ledger doctor`, and its log by `ledger verify`', async () => {
    const doctor = image.runToEnd(['doctor', '--json'], { ...environment, LEDGER_PORT: String(await freePort()) });
    expect({ status: doctor.status, told: doctor.stdout }).toMatchObject({ status: 0 });
    expect(image.runToEnd(['verify'], environment)).toMatchObject({ status: 0 });
  });

  it('shows nobody outside the figures, and Prometheus those of every instance and of the gateway', async () => {
    for (const path of ['/metrics', '/%6detrics', '/metrics/x']) expect(await statusOf(`${gateway}${path}`)).toBe(404);
    for (const address of [...addresses.values()].flat()) {
      const text = await (await fetch(`http://${address}:${port}/metrics`)).text();
      // Names of others, such as Node's, are theirs to choose.
      const faults = checked('promtool', ['check', 'metrics'], { input: text }).stderr.match(/^.*ledger_.*$/gm);
      expect(faults).toBeNull();
      expect(text).toContain('ledger_log_head_position');
    }
    const ofGateway = await (await fetch(figures)).text();
    expect(ofGateway).toMatch(/^haproxy_backend_active_servers\{proxy="routing"\} 2$/m);
    expect(ofGateway).toMatch(/^haproxy_backend_http_responses_total\{proxy="intake",code="2xx"\} [1-9]/m);
  });

  it(
    'loses no request while one instance after the other is replaced',
    async () => {
      const refused: unknown[] = [];
      const replaced = new AbortController();
      const asking = (async () => {
        for (let n = 1; !replaced.signal.aborted; n += 1) {
          const answer = await asked('POST', '/v1/cases/C-1/contacts', {
            actor: 'Zhang',
            channel: 'phone',
            reached: n % 2 === 0,
          });
          if (answer.status >= 500) refused.push(answer.body);
        }
      })();
      for (const address of addresses.get('routing') ?? []) {
        const old = running.get(address);
        if (old !== undefined) expect(await stopped(old)).toBe(0);
        start('routing', address);
        await until(async () => (await statusOf(`http://${address}:${port}/health/ready`)) === 200, all());
        await until(async () => /active_servers\{proxy="routing"\} 2$/m.test(await (await fetch(figures)).text()));
      }
      replaced.abort();
      await asking;
      expect(refused).toEqual([]);
    },
    RUN_MS,
  );

  it(
    'takes facts while nobody decides, says that it is not ready, and decides them afterwards',
    async () => {
      const deciding = (addresses.get('routing') ?? []).flatMap((address) => running.get(address) ?? []);
      expect(await Promise.all(deciding.map(stopped))).toEqual([0, 0]);
      await until(async () => (await statusOf(`${gateway}/health/ready`)) === 503);
      expect(await statusOf(`${gateway}/health/live`)).toBe(200);
      expect((await asked('POST', '/v1/complaints', complaint('C-2'))).status).toBe(201);
      for (const address of addresses.get('routing') ?? []) start('routing', address);
      await until(async () => (await statusOf(`${gateway}/health/ready`)) === 200, all());
      await until(() => hasCase('C-2'));
    },
    RUN_MS,
  );

  it('writes no id of a case and no name into the log of the gateway', () => {
    const log = running.get('gateway')?.log() ?? '';
    expect(log).toContain('"service":"routing"');
    expect(log).not.toMatch(/C-1|Li Hua|13800000001/);
    for (const { log: text } of all())
      for (const line of text()
        .split('\n')
        .filter((each) => each.startsWith('{')))
        expect(line).not.toMatch(/Li Hua|13800000001/);
  });
});
