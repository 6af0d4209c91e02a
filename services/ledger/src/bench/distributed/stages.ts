import { once } from 'node:events';
import { readDistributed } from '../../config/distributed.ts';
import type { Fleet } from '../../distributed/fleet.ts';
import { type Load, messagesIn, sendLoad } from '../call-centre-load.ts';
import { startWorker, stop } from '../child.ts';
import { PARTITIONS, levelSince } from './measured-fleet.ts';
import { eventsAfter } from './log-events.ts';

/** What a stage in a process of its own tells. */
export interface StageTime {
  readonly milliseconds: number;
}

export const stageNames = {
  taken: 'HTTP → store, alone (messages)',
  decided: 'Kafka → routing → store, alone, from its start (messages)',
  relayed: 'store → relay → Kafka, alone',
  handedOut: 'Kafka → consumer that does nothing, alone',
  counted: 'Kafka → projections, alone, from its start',
} as const;

/** Before the topic that the relay alone sends to. */
const SECOND = 'second-';

const perSecond = (count: number, milliseconds: number): number => (count * 1_000) / milliseconds;

const timeOf = async (script: string, environment: Fleet['environment']): Promise<number> => {
  const worker = startWorker(script, [String(PARTITIONS)], environment);
  const exited = once(worker.child, 'exit');
  try {
    const { milliseconds } = await worker.says<StageTime>();
    await exited;
    return milliseconds;
  } finally {
    await stop(worker.child);
  }
};

const takeIn = async (fleet: Fleet, load: Load): Promise<number> => {
  const worker = startWorker('distributed/intake.child.js', [], fleet.environment);
  try {
    const { url } = await worker.says<{ readonly url: string }>();
    const begun = performance.now();
    await sendLoad({ url, key: fleet.key }, load);
    return performance.now() - begun;
  } finally {
    await stop(worker.child);
  }
};

/** From the start of its process, some seconds of which are the start itself, until there is nothing left to do. */
const workOff = async (fleet: Fleet, service: 'routing' | 'reporting'): Promise<number> => {
  const begun = performance.now();
  const [member] = await fleet.start({ [service]: 1 });
  const milliseconds = (await levelSince(fleet)) - begun;
  await member?.stop();
  return milliseconds;
};

/**
 * One stage after the other, each alone with the engines: all messages are taken in, then decided, relayed, handed out, counted. Rates
 * are those of what a stage takes: messages a second for intake and routing, events of the log for the others.
 */
export const runStages = async (fleet: Fleet, load: Load): Promise<Readonly<Record<string, number>>> => {
  const messages = messagesIn(load);
  const taken = await takeIn(fleet, load);
  const decided = await workOff(fleet, 'routing');
  const events = await eventsAfter(fleet, 0);
  const second = {
    ...fleet.environment,
    LEDGER_KAFKA_PREFIX: `${readDistributed(fleet.environment).prefix}${SECOND}`,
  };
  const relayed = await timeOf('distributed/relay.child.js', second);
  const handedOut = await timeOf('distributed/consume.child.js', second);
  const counted = await workOff(fleet, 'reporting');
  return {
    [stageNames.taken]: perSecond(messages, taken),
    [stageNames.decided]: perSecond(messages, decided),
    [stageNames.relayed]: perSecond(events, relayed),
    [stageNames.handedOut]: perSecond(events, handedOut),
    [stageNames.counted]: perSecond(events, counted),
  };
};
