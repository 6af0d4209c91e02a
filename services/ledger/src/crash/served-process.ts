import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const LEDGER = fileURLToPath(new URL('../../bin/ledger.js', import.meta.url));

/** Whatever engines the specs run on, it is one process with a folder. */
const NO_ENGINES = { LEDGER_EVENTS: '', LEDGER_KAFKA: '', LEDGER_MONGODB: '' };

/** The `ledger` command as a process of its own, to be killed. The environment is named: that of a spec is not the one of its process. */
export const ledgerProcess = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [LEDGER, '--log', 'error', ...args], {
    env: { ...process.env, ...NO_ENGINES },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

export const kill9 = async (child: ChildProcess): Promise<void> => {
  if (exited(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** Exit code of a process left to end by itself. */
export const ended = async (child: ChildProcess): Promise<number | null> => {
  if (!exited(child)) await once(child, 'exit');
  return child.exitCode;
};

/** What a served ledger says of itself once it listens; rejects with its errors when it ends before. */
export const listening = (child: ChildProcess): Promise<{ readonly url: string; readonly key?: string }> =>
  new Promise((resolve, reject) => {
    let out = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const end = out.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(out.slice(0, end)) as { url: string; key?: string });
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('exit', (code, signal) => reject(new Error(`the ledger ended (${code ?? signal}): ${errors}`)));
  });
