import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

export interface ProgressBar {
  update(done: number, total: number, note?: string): void;
  stop(): void;
}

const silent: ProgressBar = { update: () => undefined, stop: () => undefined };

/** A bar on stderr while somebody watches it; nothing in a pipe or for programs. */
export const progressBar = (terminal: Terminal, title: string): ProgressBar => {
  const { progress } = terminal;
  if (progress === undefined) return silent;
  const bar = new SingleBar(
    {
      stream: progress,
      format: `${title} [{bar}] {percentage}% {note}`,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
    },
    Presets.rect,
  );
  let started = false;
  return {
    update(done, total, note = '') {
      if (!started) bar.start(total, done, { note });
      started = true;
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => bar.stop(),
  };
};
