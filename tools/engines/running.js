// Processes of engines: started detached, known again by a record in their folder.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const READY_MS = 120_000;
const STOP_MS = 20_000;
const LOOK_MS = 50;

const folderOf = (engine, folder) => join(folder, engine.name);
const recordFile = (engine, folder) => join(folderOf(engine, folder), 'process.json');
const logFile = (engine, folder) => join(folder, `${engine.name}.log`);

const readRecord = (engine, folder) => {
  const file = recordFile(engine, folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

const commandLine = (pid) => {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
};

/** A process id may have gone to somebody else since: ours names its folder. */
const runs = (engine, folder, record) => commandLine(record.pid).includes(folderOf(engine, folder));

const until = async (holds, milliseconds) => {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) return false;
    await delay(LOOK_MS);
  }
  return true;
};

const untilReady = async (engine, folder, record, from) => {
  const end = performance.now() + READY_MS;
  for (;;) {
    const log = readFileSync(logFile(engine, folder), 'utf8').slice(from);
    try {
      await engine.ready({ address: record.address, log });
      return;
    } catch (error) {
      const last = log.trimEnd().split('\n').slice(-5).join('\n');
      if (!runs(engine, folder, record)) throw new Error(`it ended while it started:\n${last}`, { cause: error });
      if (performance.now() > end)
        throw new Error(`it is not ready after ${READY_MS} ms: ${error.message}\n${last}`, { cause: error });
    }
    await delay(LOOK_MS);
  }
};

const launch = async (engine, folder, plan) => {
  const file = logFile(engine, folder);
  const log = openSync(file, 'a');
  const from = statSync(file).size;
  const began = performance.now();
  const child = spawn(plan.file, plan.args, {
    cwd: folderOf(engine, folder),
    env: { ...process.env, ...plan.env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  const record = { ...plan, pid: child.pid };
  writeFileSync(recordFile(engine, folder), `${JSON.stringify(record, undefined, 1)}\n`);
  try {
    await untilReady(engine, folder, record, from);
  } catch (error) {
    await end(engine, folder, record, { hard: true });
    throw error;
  }
  return { address: record.address, more: record.more, milliseconds: Math.round(performance.now() - began) };
};

const send = ({ pid }, signal) => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended by itself in that moment.
    if (error.code !== 'ESRCH') throw error;
  }
};

/** Asks it to end, then ends it. */
const end = async (engine, folder, record, { hard = false } = {}) => {
  if (!runs(engine, folder, record)) return false;
  send(record, hard ? 'SIGKILL' : 'SIGTERM');
  if (await until(() => !runs(engine, folder, record), STOP_MS)) return true;
  send(record, 'SIGKILL');
  await until(() => !runs(engine, folder, record), STOP_MS);
  return true;
};

/** Address of somebody's own server. */
const ownAddress = ({ variable, instead }) => process.env[variable] || (instead && process.env[instead]);

export const start = async (engine, { folder, cache, say }) => {
  const address = ownAddress(engine);
  if (address) {
    await engine.ready({ address });
    return { address, own: true };
  }
  const running = readRecord(engine, folder);
  if (running !== undefined && runs(engine, folder, running))
    return { address: running.address, more: running.more, milliseconds: 0 };
  mkdirSync(cache, { recursive: true });
  rmSync(folderOf(engine, folder), { recursive: true, force: true });
  mkdirSync(folderOf(engine, folder), { recursive: true });
  const plan = await engine.prepare({ cache, folder: folderOf(engine, folder), say });
  return launch(engine, folder, plan);
};

export const stop = async (engine, { folder }) => {
  const record = readRecord(engine, folder);
  const stopped = record !== undefined && (await end(engine, folder, record));
  rmSync(folderOf(engine, folder), { recursive: true, force: true });
  return stopped;
};

const started = (engine, folder) => {
  const record = readRecord(engine, folder);
  if (record === undefined) throw new Error(`${engine.name} was not started from ${folder}`);
  return record;
};

export const restart = async (engine, { folder, hard }) => {
  const { pid, ...plan } = started(engine, folder);
  await end(engine, folder, { pid }, { hard });
  return launch(engine, folder, plan);
};

export const kill = (engine, { folder }) => end(engine, folder, started(engine, folder), { hard: true });

export const status = async (engine, { folder }) => {
  const own = ownAddress(engine);
  const record = readRecord(engine, folder);
  const address = own || record?.address;
  if (address === undefined) return 'not started';
  const where = own ? `${address}, your own` : `${address}, process ${record.pid}, log ${logFile(engine, folder)}`;
  try {
    await engine.ready({ address });
    return `runs on ${where}`;
  } catch (error) {
    return `does not answer on ${where}: ${error.message}`;
  }
};
