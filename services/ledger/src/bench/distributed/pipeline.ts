import type { Fleet } from '../../distributed/fleet.ts';
import { type Load, callCentreLoad, messagesIn, sendLoad } from '../call-centre-load.ts';
import type { Engines } from './engines.ts';
import { eventsAfter } from './log-events.ts';
import { levelSince, serverOf } from './measured-fleet.ts';
import { type ProcessUsage, usageOf } from './process-usage.ts';

export interface PipelineRun {
  readonly messages: number;
  /** Of the log: messages and what was decided on them. */
  readonly events: number;
  /** From the first request to its last answer. */
  readonly acceptSeconds: number;
  /** From the first request until everything is decided and counted. */
  readonly seconds: number;
  /** Seconds of processor time by process. */
  readonly cpuSeconds: ReadonlyMap<string, number>;
  readonly memoryMb: ReadonlyMap<string, number>;
}

/** A few messages, so that connections are made and code is compiled before anything is timed. */
export const warmUp = (): Load => callCentreLoad(1, 900).slice(0, 1);

const usages = (fleet: Fleet, engines: Engines): ReadonlyMap<string, ProcessUsage> => {
  const pids = new Map<string, number>();
  for (const { service, pid } of fleet.members) {
    const before = [...pids.keys()].filter((name) => name.startsWith(service)).length;
    if (pid !== undefined) pids.set(before === 0 ? service : `${service} ${before + 1}`, pid);
  }
  for (const [engine, pid] of engines.processes) pids.set(engine, pid);
  pids.set('who sends', process.pid);
  return new Map([...pids].map(([name, pid]) => [name, usageOf(pid)]));
};

/** A fleet's whole way, from HTTP to the projections. The fleet is ready and level before. */
export const runPipeline = async (fleet: Fleet, engines: Engines, load: Load): Promise<PipelineRun> => {
  const { head } = await fleet.progress();
  const before = usages(fleet, engines);
  const begun = performance.now();
  await sendLoad(serverOf(fleet, 'intake'), load);
  const accepted = performance.now();
  const level = await levelSince(fleet);
  const after = usages(fleet, engines);
  return {
    messages: messagesIn(load),
    events: await eventsAfter(fleet, head),
    acceptSeconds: (accepted - begun) / 1_000,
    seconds: (level - begun) / 1_000,
    cpuSeconds: new Map(
      [...after].map(([name, { cpuSeconds }]) => [name, cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)]),
    ),
    memoryMb: new Map([...after].map(([name, { memoryMb }]) => [name, memoryMb])),
  };
};
