import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Service } from '../open/open-distributed.ts';

const LEDGER = fileURLToPath(new URL('../../bin/ledger.js', import.meta.url));
const LOOK_MS = 25;

/** What the ledger's processes get of the environment: theirs, and nothing that whoever runs them may have set for another ledger. */
export const onlyOf = (environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LEDGER_'))),
  ...environment,
});

/** The `ledger` command with these settings, as a process of its own. */
export const spawnLedger = (environment: Readonly<Record<string, string>>, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [LEDGER, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: onlyOf(environment) });

const readAll = (child: ChildProcess): { out: string; errors: string } => {
  const read = { out: '', errors: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (read.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (read.errors += text));
  return read;
};

/** Runs a `ledger` command to its end; answers what it printed. Throws with its errors when it does not end with 0. */
export const runLedger = async (
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> => {
  const child = spawnLedger(environment, args);
  const read = readAll(child);
  await once(child, 'close');
  if (child.exitCode !== 0)
    throw new Error(`ledger ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${read.errors}`);
  return read.out;
};

/** One process of a service, over any number of lives. */
export class FleetMember {
  readonly service: Service;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #args: readonly string[];
  readonly #lives: { out: string; errors: string }[] = [];
  #child: ChildProcess | undefined;
  #url: string | undefined;

  constructor(service: Service, environment: Readonly<Record<string, string>>, args: readonly string[]) {
    this.service = service;
    this.#environment = environment;
    this.#args = args;
  }

  /** Undefined until it listens. */
  get url(): string | undefined {
    return this.#url;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Log lines of all its lives. */
  get log(): string {
    return this.#lives.map(({ errors }) => errors).join('');
  }

  /** Starts it and waits until it says that it is ready. Throws with its log when it ends before. */
  async start(): Promise<void> {
    const child = spawnLedger(this.#environment, ['serve', this.service, '--json', '--port', '0', ...this.#args]);
    const life = readAll(child);
    this.#lives.push(life);
    this.#child = child;
    this.#url = undefined;
    for (;;) {
      if (!this.runs || this.#child !== child)
        throw new Error(`${this.service} ended with ${child.exitCode ?? child.signalCode}: ${life.errors}`);
      if (this.#url === undefined && life.out.includes('\n'))
        this.#url = (JSON.parse(life.out.slice(0, life.out.indexOf('\n'))) as { readonly url: string }).url;
      if (await this.ready()) return;
      await delay(LOOK_MS);
    }
  }

  async ready(): Promise<boolean> {
    if (this.#url === undefined) return false;
    const answer = await fetch(new URL('/health/ready', this.#url)).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }

  /** SIGKILL: nothing is finished, committed or given back. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM; answers the exit code when it has ended. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    if (this.runs) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  }
}
