import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A TypeScript file as a process of its own, with what it says. */
export interface SpokenChild {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  readonly errors: () => string;
  /** Resolves with the first line that fits, also one said before. */
  said(fits: (line: string) => boolean): Promise<string>;
  kill(): Promise<void>;
}

export const spawnChild = (file: URL, args: readonly string[]): SpokenChild => {
  const child = spawn(
    process.execPath,
    ['--conditions=@complaint-ledger/source', '--disable-warning=ExperimentalWarning', file.pathname, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const lines: string[] = [];
  let errors = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    child.emit('said');
  });
  return {
    process: child,
    lines,
    errors: () => errors,
    async said(fits) {
      for (;;) {
        const line = lines.find(fits);
        if (line !== undefined) return line;
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the child ended: ${errors}`);
        await Promise.race([once(child, 'said'), once(child, 'close')]);
      }
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
};
