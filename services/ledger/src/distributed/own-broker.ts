import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ENGINES = fileURLToPath(new URL('../../../../tools/engines/engines.js', import.meta.url));
const run = promisify(execFile);

/** A Kafka broker that nobody else uses: it may be killed. */
export class OwnBroker {
  readonly address: string;
  readonly #folder: string;

  private constructor(address: string, folder: string) {
    this.address = address;
    this.#folder = folder;
  }

  static async start(): Promise<OwnBroker> {
    const folder = mkdtempSync(join(tmpdir(), 'own-broker-'));
    const printed = await engine('start', folder);
    const address = /^LEDGER_KAFKA=(.*)$/m.exec(printed)?.[1];
    if (address === undefined) throw new Error(`no broker could be started: ${printed}`);
    return new OwnBroker(address, folder);
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await engine('kill', this.#folder);
  }

  /** With what it had, on the same port. */
  async restart(): Promise<void> {
    await engine('restart', this.#folder);
  }

  async stop(): Promise<void> {
    await engine('stop', this.#folder);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const engine = async (command: string, folder: string): Promise<string> => {
  // With its variable the broker would be somebody's own, which is left alone.
  const { LEDGER_KAFKA: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, [ENGINES, command, 'kafka', '--folder', folder], { env });
  return stdout;
};
