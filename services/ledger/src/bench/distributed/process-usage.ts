import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** Seconds of processor time since its start, of all cores. */
  readonly cpuSeconds: number;
  /** Resident memory, MB. */
  readonly memoryMb: number;
}

/** `[[DD-]hh:]mm:ss` as `ps` says it; seconds. */
const secondsOf = (time: string): number =>
  time
    .split(/[-:]/)
    .reverse()
    .reduce((sum, part, index) => sum + Number(part) * ([1, 60, 3_600, 86_400][index] ?? 0), 0);

const ofPs = (pid: number): ProcessUsage => {
  const [time = '', kb = ''] = execFileSync('ps', ['-o', 'time=,rss=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return { cpuSeconds: secondsOf(time), memoryMb: Number(kb) / 1_024 };
};

/** Linux counts time in hundredths of a second. */
const TICKS = 100;

/** What a process has used; to whole seconds only where there is no /proc. Throws when it does not run. */
export const usageOf = (pid: number): ProcessUsage => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ofPs(pid);
  }
  // The name of the program stands in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS, memoryMb: Number(kb) / 1_024 };
};
