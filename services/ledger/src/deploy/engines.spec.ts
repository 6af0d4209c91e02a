import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { yamlOf } from './deploy-files.ts';

const ENGINES = fileURLToPath(new URL('../../../../tools/engines/engines.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'no-engines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const withJava = (home: string, ci: boolean) => {
  const { LEDGER_KAFKA: _, ...environment } = process.env;
  return spawnSync(process.execPath, [ENGINES, 'run', 'kafka', '--', 'printenv', 'LEDGER_ENGINES_ABSENT'], {
    encoding: 'utf8',
    env: { ...environment, JAVA_HOME: home, CI: String(ci), TMPDIR: folder },
  });
};

/** Kafka needs Java, and there is none. */
const withoutJava = (ci: boolean) => withJava('/there/is/none', ci);

describe('engines that cannot be had', () => {
  it('are told, and what needs none of them goes on', () => {
    const { status, stdout, stderr } = withoutJava(false);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'kafka\n' });
    expect(stderr).toContain('kafka could not be had: /there/is/none/bin/java is not installed');
  });

  it('are an error where nothing may be skipped', () => {
    const { status, stdout, stderr } = withoutJava(true);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('kafka could not be had');
  });

  it('leave no folder behind', () => {
    expect(withoutJava(true).stderr).not.toContain('logs are kept');
    expect(readdirSync(folder)).toEqual(['complaint-ledger-engines']);
  });
});

it('a run that is told to stop while it gets its engines does not begin', () => {
  const home = join(folder, 'java');
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin', 'java'), '#!/bin/sh\nkill -TERM $PPID\n', { mode: 0o755 });
  const { status, stdout } = withJava(home, false);
  expect({ status, stdout }).toEqual({ status: 143, stdout: '' });
});

describe('KurrentDB', () => {
  /** A double of the `docker` command, which writes down its calls; `run` is a server that says that it lives. */
  const withDocker = (script: string) => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'docker'), `#!/bin/sh\necho "$*" >>${folder}/calls\n${script}\n`, { mode: 0o755 });
    const { LEDGER_KURRENTDB: _, ...environment } = process.env;
    return spawnSync(process.execPath, [ENGINES, 'run', 'kurrentdb', '--', 'printenv', 'LEDGER_KURRENTDB'], {
      encoding: 'utf8',
      env: { ...environment, PATH: `${bin}${delimiter}${process.env['PATH']}`, TMPDIR: folder },
    });
  };
  const server = `
    const [, port] = /127\\.0\\.0\\.1:(\\d+):2113/.exec(process.argv.join(" "));
    require("node:http").createServer((_, reply) => reply.writeHead(204).end()).listen(Number(port), "127.0.0.1");`;

  it('is a container of the image that compose.yaml names, where there is Docker', async () => {
    const { status, stdout } = withDocker(
      `if [ "$1" = run ]; then exec ${process.execPath} -e '${server}' -- "$@"; fi`,
    );
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^kurrentdb:\/\/127\.0\.0\.1:\d+\?tls=false&connectionName=docker\n$/),
    });
    const { services } = yamlOf('compose.yaml') as { services: Readonly<Record<string, { image: string }>> };
    const image = services['kurrentdb']?.image ?? 'none';
    const [version, pull, run] = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    expect([version, pull]).toEqual(['version', `pull --quiet ${image}`]);
    expect(run).toMatch(new RegExp(`^run --rm .*${image}$`));
    await expect(fetch(stdout.trim().replace('kurrentdb', 'http'))).rejects.toThrow('fetch failed');
  });

  it('is the double where Docker has no server or cannot get the image, and that is said', () => {
    const { stdout, stderr } = withDocker('[ "$1" = version ]');
    expect(stdout).toContain('connectionName=double');
    expect(stderr).toContain('Docker is there, its image is not to be had');
    expect(stderr).toContain('this is the double');
  });
});
