import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { run } from '../main.ts';

class Captured extends Writable {
  text = '';
  readonly #watchers = new Set<() => void>();

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    for (const watch of this.#watchers) watch();
    done();
  }

  /** Resolves with the first match once it has been written. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve) => {
      const watch = (): void => {
        const match = pattern.exec(this.text);
        if (match === null) return;
        this.#watchers.delete(watch);
        resolve(match);
      };
      this.#watchers.add(watch);
      watch();
    });
  }
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly out: Captured;
  readonly err: Captured;
  readonly ended: Promise<Ran>;
  /** As Ctrl-C does. */
  stop(): Promise<Ran>;
}

/** A folder of its own and the `ledger` command in it. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  readonly data = join(this.folder, 'data');

  start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
    const [out, err] = [new Captured(), new Captured()];
    const abort = new AbortController();
    const ended = run([...args, '--data', this.data], {
      stdout: out,
      stderr: err,
      environment: { LANG: 'en_US.UTF-8', ...environment },
      signal: abort.signal,
    }).then((code) => ({ code, out: out.text, err: err.text }));
    const stop = (): Promise<Ran> => {
      abort.abort();
      return ended;
    };
    return { out, err, ended, stop };
  }

  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ran> {
    return this.start(args, environment).ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
