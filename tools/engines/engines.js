#!/usr/bin/env node
// Starts and stops the servers that the distributed adapters are tested on. `node tools/engines/engines.js --help`
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadEngines } from './registry.js';
import { kill, restart, start, status, stop } from './running.js';

const HELP = `Usage: node tools/engines/engines.js COMMAND [ENGINE...] [--folder DIR]

Gets the servers that the distributed adapters need, starts them on free ports of the loopback address and stops them.
Without ENGINE: all of them.

  get              get what is to be had, and start nothing
  start            get and start; prints the environment variables that point at them
  stop             stop them and remove their data; logs stay
  status           what runs where
  restart          stop and start again with the same data on the same port (--hard: by SIGKILL)
  kill             SIGKILL; data stay, \`restart\` brings it back
  run -- COMMAND   start, run COMMAND with the environment variables, stop; the exit code is that of COMMAND

  --folder DIR     where data, logs and process ids are kept; default complaint-ledger-engines in the system's folder for
                   temporary files, for \`run\` a new folder. What was downloaded is kept in the former.

An engine whose environment variable is set already is somebody's own server: it is neither started nor stopped.
What cannot be had is printed. With CI=true that is an error, otherwise the rest goes on and LEDGER_ENGINES_ABSENT
names it.
`;

const say = (text) => process.stderr.write(`engines: ${text}\n`);
const cache = join(tmpdir(), 'complaint-ledger-engines');

const untilEnd = (child) =>
  new Promise((done) => {
    child.on('error', (error) => {
      say(`${child.spawnfile} could not be started: ${error.message}`);
      done(127);
    });
    child.on('close', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
  });

const startAll = async (engines, folder, isStopped = () => false) => {
  const environment = {};
  const absent = [];
  for (const engine of engines) {
    if (isStopped()) break;
    try {
      const { address, more = {}, own, milliseconds } = await start(engine, { folder, cache, say });
      Object.assign(environment, { [engine.variable]: address }, more);
      say(own ? `${engine.name}: ${address}, your own` : `${engine.name}: ${address}, started in ${milliseconds} ms`);
    } catch (error) {
      absent.push(engine.name);
      say(`${engine.name} could not be had: ${error.message}`);
    }
  }
  return { environment, absent };
};

const mayBeAbsent = (absent) => absent.length === 0 || process.env.CI !== 'true';

const run = async (engines, command) => {
  const folder = mkdtempSync(join(tmpdir(), 'complaint-ledger-engines-'));
  let child;
  let stopped;
  const pass = (signal) => {
    stopped ??= 128 + constants.signals[signal];
    child?.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  let code = 1;
  try {
    const { environment, absent } = await startAll(engines, folder, () => stopped !== undefined);
    if (stopped !== undefined) return (code = stopped);
    if (!mayBeAbsent(absent)) return code;
    const env = {
      ...process.env,
      ...environment,
      LEDGER_ENGINES_FOLDER: folder,
      LEDGER_ENGINES_ABSENT: absent.join(' '),
    };
    child = spawn(command[0], command.slice(1), { stdio: 'inherit', env });
    code = await untilEnd(child);
    return code;
  } finally {
    for (const engine of engines) await stop(engine, { folder });
    if (code === 0 || readdirSync(folder).length === 0) rmSync(folder, { recursive: true, force: true });
    else say(`logs are kept in ${folder}`);
  }
};

const commands = {
  get: async (engines) => {
    mkdirSync(cache, { recursive: true });
    let missing = false;
    for (const engine of engines) {
      try {
        await engine.get?.({ cache, say });
      } catch (error) {
        missing = true;
        say(`${engine.name} could not be had: ${error.message}`);
      }
    }
    return missing ? 1 : 0;
  },
  start: async (engines, { folder }) => {
    const { environment, absent } = await startAll(engines, folder);
    for (const [variable, address] of Object.entries(environment)) process.stdout.write(`${variable}=${address}\n`);
    return mayBeAbsent(absent) ? 0 : 1;
  },
  stop: async (engines, { folder }) => {
    for (const engine of engines) if (await stop(engine, { folder })) say(`${engine.name}: stopped`);
    return 0;
  },
  status: async (engines, { folder }) => {
    for (const engine of engines) process.stdout.write(`${engine.name}: ${await status(engine, { folder })}\n`);
    return 0;
  },
  restart: async (engines, { folder, hard }) => {
    for (const engine of engines) {
      const { address, milliseconds } = await restart(engine, { folder, hard });
      say(`${engine.name}: ${address}, back after ${milliseconds} ms`);
    }
    return 0;
  },
  kill: async (engines, { folder }) => {
    for (const engine of engines) await kill(engine, { folder });
    return 0;
  },
};

const main = async () => {
  const dashes = process.argv.indexOf('--');
  const own = process.argv.slice(2, dashes < 0 ? undefined : dashes);
  const { values, positionals } = parseArgs({
    args: own,
    allowPositionals: true,
    options: { folder: { type: 'string' }, hard: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [name, ...wanted] = positionals;
  if (values.help || name === undefined) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const all = await loadEngines();
  const stranger = wanted.find((each) => all.every((engine) => engine.name !== each));
  if (stranger !== undefined)
    throw new Error(`there is no engine "${stranger}"; there are ${all.map((each) => each.name).join(', ')}`);
  const engines = wanted.length === 0 ? all : all.filter((engine) => wanted.includes(engine.name));
  if (name === 'run') {
    const command = dashes < 0 ? [] : process.argv.slice(dashes + 1);
    if (command.length === 0) throw new Error('run what? Give the command after two dashes: run -- npm test');
    return run(engines, command);
  }
  if (!Object.hasOwn(commands, name)) throw new Error(`there is no command "${name}"; see --help`);
  return commands[name](engines, { folder: resolve(values.folder ?? cache), hard: values.hard ?? false });
};

try {
  process.exitCode = await main();
} catch (error) {
  say(error.message);
  process.exitCode = 2;
}
