import { EVENTS_TOPIC } from '@complaint-ledger/event-feed/kafka';
import { openMongo } from '@complaint-ledger/mongodb';
import { readDistributed } from '../../config/distributed.ts';
import type { Fleet } from '../../distributed/fleet.ts';
import { CONNECTIONS, BATCH, callCentreLoad } from '../call-centre-load.ts';
import type { Figure } from '../serving.ts';
import type { Engines } from './engines.ts';
import { levelSince, withFleet } from './measured-fleet.ts';
import { type PipelineRun, runPipeline } from './pipeline.ts';

/** Batches of each connection between two looks at the log. */
const STEP = 20;

/** A document's share of what MongoDB keeps, and the commands that made it. */
interface MongoSizes {
  readonly bytes: number;
  readonly reads: number;
  readonly writes: number;
}

const mongoSizes = async (fleet: Fleet): Promise<MongoSizes> => {
  const mongo = await openMongo({ url: readDistributed(fleet.environment).mongodb }, { what: 'The benchmark' });
  try {
    const { dataSize, indexSize } = (await mongo.db.command({ dbStats: 1 })) as { dataSize: number; indexSize: number };
    const { opcounters } = (await mongo.db.admin().command({ serverStatus: 1 })) as {
      opcounters: Readonly<Record<'insert' | 'query' | 'update' | 'delete', number>>;
    };
    const { insert, query, update, delete: deleted } = opcounters;
    return { bytes: dataSize + indexSize, reads: query, writes: insert + update + deleted };
  } finally {
    await mongo.close();
  }
};

const plus = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...b].map(([name, value]) => [name, value + (a.get(name) ?? 0)]));

const together = (before: PipelineRun | undefined, { ...run }: PipelineRun): PipelineRun =>
  before === undefined
    ? run
    : {
        messages: before.messages + run.messages,
        events: before.events + run.events,
        acceptSeconds: before.acceptSeconds + run.acceptSeconds,
        seconds: before.seconds + run.seconds,
        cpuSeconds: plus(before.cpuSeconds, run.cpuSeconds),
        memoryMb: run.memoryMb,
      };

/** What events cost: processor time and memory of each process, bytes in each engine, after so many events through one of each service. */
export const benchSizes = (engines: Engines, events: number): Promise<readonly Figure[]> =>
  withFleet(async (fleet) => {
    await fleet.start({ intake: 1, routing: 1, reporting: 1 });
    await levelSince(fleet);
    const [from, before] = [(await fleet.progress()).head, await mongoSizes(fleet)];
    let run: PipelineRun | undefined;
    for (let seed = 100; run === undefined || run.events < events; seed += CONNECTIONS) {
      const perMessage = run === undefined ? 2 : run.events / run.messages;
      const left = (events - (run?.events ?? 0)) / perMessage / (BATCH * CONNECTIONS);
      run = together(run, await runPipeline(fleet, engines, callCentreLoad(Math.min(STEP, Math.ceil(left)), seed)));
    }
    const [to, after] = [(await fleet.progress()).head, await mongoSizes(fleet)];
    const all = run;
    const each = (value: number): number => value / all.events;
    const topic = engines.bytesOfTopic(`${readDistributed(fleet.environment).prefix}${EVENTS_TOPIC}`);
    return [
      { name: 'messages', unit: '', value: all.messages },
      { name: 'events of the log', unit: '', value: all.events },
      { name: 'events a second', unit: 'events/s', value: all.events / all.seconds },
      ...[...all.cpuSeconds].map(([name, seconds]): Figure => ({
        name: `${name}: events a second for each core it has`,
        unit: 'events/s',
        value: all.events / seconds,
      })),
      ...[...all.memoryMb].map(([name, value]): Figure => ({ name: `${name}: memory`, unit: 'MB', value })),
      { name: 'KurrentDB: bytes of the log an event, by its positions', unit: 'bytes', value: each(to - from) },
      ...(topic === undefined
        ? []
        : [{ name: 'Kafka: bytes on disk an event, one copy', unit: 'bytes', value: each(topic) } as const]),
      {
        name: 'MongoDB: bytes of documents and indexes an event',
        unit: 'bytes',
        value: each(after.bytes - before.bytes),
      },
      { name: 'MongoDB: reads an event', unit: '', value: each(after.reads - before.reads) },
      { name: 'MongoDB: documents written an event', unit: '', value: each(after.writes - before.writes) },
    ];
  });
