import { readFileSync } from 'node:fs';
import { median } from '@complaint-ledger/event-store/bench';
import { type BigLedger, WEEK } from './big-ledger.ts';
import { LEDGER, firstLine, start, stop } from './child.ts';

/** One figure with the goal it is held against; `lower` is better for all of them. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | 's' | 'events/s' | 'bytes' | '';
  readonly value: number;
  readonly goal?: number;
}

const REQUESTS = 41;

/** Resident memory now and at its highest, MB; from the process's metrics where /proc is not there. */
const memoryOf = async (pid: number, url: string): Promise<{ readonly now: number; readonly peak?: number }> => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
    return { now: kb('VmRSS') / 1_024, peak: kb('VmHWM') / 1_024 };
  } catch {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return { now: Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1_048_576 };
  }
};

const ask = async (url: string, key: string): Promise<number> => {
  const begun = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const text = await answer.text();
  if (!answer.ok || !text.includes(WEEK)) throw new Error(`${answer.status}: ${text.slice(0, 300)}`);
  return performance.now() - begun;
};

/** How soon a big ledger serves, how quickly it answers, how much memory it holds. */
export const benchServing = async (ledger: BigLedger, rounds: number): Promise<readonly Figure[]> => {
  const starts: number[] = [];
  const firsts: number[] = [];
  const reports: number[] = [];
  let memory = { now: 0, peak: 0 };
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const server = start(LEDGER, ['serve', '--json', '--port', '0', '--log', 'error', '--data', ledger.folder]);
    try {
      const { url } = await firstLine<{ readonly url: string }>(server);
      const ready = await fetch(`${url}/health/ready`);
      await ready.text();
      starts.push(performance.now() - begun);
      const weekly = `${url}/v1/reports/weekly/${WEEK}`;
      firsts.push(await ask(weekly, ledger.key));
      for (let i = 0; i < REQUESTS; i++) reports.push(await ask(weekly, ledger.key));
      const seen = await memoryOf(server.pid ?? 0, url);
      memory = { now: Math.max(memory.now, seen.now), peak: Math.max(memory.peak, seen.peak ?? seen.now) };
    } finally {
      await stop(server);
    }
  }
  const p99 = reports.toSorted((a, b) => a - b)[Math.floor(reports.length * 0.99)] ?? Number.NaN;
  return [
    { name: 'start of `ledger serve` until it is ready', unit: 'ms', value: median(starts), goal: 3_000 },
    { name: 'weekly report, the first after the start', unit: 'ms', value: median(firsts), goal: 50 },
    { name: 'weekly report, median', unit: 'ms', value: median(reports), goal: 50 },
    { name: 'weekly report, 99 of 100', unit: 'ms', value: p99, goal: 50 },
    { name: 'resident memory after the reports', unit: 'MB', value: memory.now, goal: 400 },
    { name: 'resident memory at its highest', unit: 'MB', value: memory.peak, goal: 400 },
  ];
};
