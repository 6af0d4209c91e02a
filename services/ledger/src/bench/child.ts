import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';

const fileOf = (script: string): string => fileURLToPath(new URL(script, import.meta.url));

/** A process of its own: what it does is not paid for by the one that measures. */
export const start = (script: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [fileOf(script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

/** The first line of JSON that a process prints, whatever else its libraries say. Rejects when it ends before. */
export const firstLine = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    let text = '';
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const line = /^\{".*(?=\n)/m.exec(text)?.[0];
      if (line !== undefined) resolve(JSON.parse(line) as T);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`a process of the benchmark ended with ${code ?? signal}: ${errors}`)),
    );
  });

/** Runs a script to its end and gives what it printed. */
export const result = async <T>(script: string, args: readonly string[]): Promise<T> => {
  const child = start(script, args);
  const ended = once(child, 'close');
  const answer = await firstLine<T>(child);
  await ended;
  return answer;
};

export const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
};

/** A process that is told what to do and tells what it did, over the channel of Node's own. */
export interface Worker {
  readonly child: ChildProcess;
  /** The next thing it says. Rejects when it ends before. */
  says<T>(): Promise<T>;
  tell(message: object): void;
}

export const startWorker = (
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Worker => {
  const child = spawn(process.execPath, [fileOf(script), ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const over = new AbortController();
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => {
    process.off('exit', killed);
    over.abort();
  });
  const said = on(child, 'message', { signal: over.signal });
  return {
    child,
    says: async <T>() => {
      try {
        const { value } = await said.next();
        return value?.[0] as T;
      } catch {
        throw new Error(`a process of the benchmark ended with ${child.exitCode ?? child.signalCode}: ${errors}`);
      }
    },
    tell: (message) => void child.send(message),
  };
};

export const LEDGER = '../../bin/ledger.js';
