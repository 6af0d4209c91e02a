import { setTimeout as delay } from 'node:timers/promises';
import { readDistributed } from '../../config/distributed.ts';
import { Fleet } from '../../distributed/fleet.ts';
import { deleteTopics } from './delete-topics.ts';

export const PARTITIONS = 16;

const LOOK_MS = 50;
/** Longer than a sweep waits for the next one: what falls due is declared by then. */
const QUIET_MS = 2_500;

/** A ledger of its own on the engines, set up as an operator would, and taken away again. */
export const withFleet = async <T>(measure: (fleet: Fleet) => Promise<T>): Promise<T> => {
  const fleet = await Fleet.open({ partitions: PARTITIONS });
  const killed = (): void => fleet.members.forEach((member) => void member.kill());
  process.once('exit', killed);
  try {
    return await measure(fleet);
  } catch (error) {
    throw new Error(`a fleet of the benchmark failed; its log:\n${fleet.log}`, { cause: error });
  } finally {
    await fleet.dispose();
    process.off('exit', killed);
    await deleteTopics(readDistributed(fleet.environment));
  }
};

/** When everything was handled by every consumer, after which nothing more was written; a time of `performance.now()`. */
export const levelSince = async (fleet: Fleet): Promise<number> => {
  for (let head = Number.NaN, since = performance.now(); ;) {
    const asked = performance.now();
    const progress = await fleet.progress();
    if (progress.head !== head || progress.behind > 0) {
      head = progress.head;
      since = performance.now();
    } else if (asked - since >= QUIET_MS) return since;
    await delay(LOOK_MS);
  }
};

/** Where a process of that service listens, and an administrator's key. */
export const serverOf = (
  fleet: Fleet,
  service: 'intake' | 'reporting',
): { readonly url: string; readonly key: string } => {
  const url = fleet.of(service)[0]?.url;
  if (url === undefined) throw new Error(`no process of ${service} listens`);
  return { url, key: fleet.key };
};
