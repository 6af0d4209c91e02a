import type { BenchResult } from '@complaint-ledger/event-store/bench';
import { BATCH, CONNECTIONS, callCentreLoad, messagesIn } from '../call-centre-load.ts';
import type { Engines } from './engines.ts';
import { kafkaLoop } from './kafka-loop.ts';
import { withFleet } from './measured-fleet.ts';
import { mongoLoop } from './mongo-loop.ts';
import { runPipeline, warmUp } from './pipeline.ts';
import { measureRounds, resultOf } from './rounds.ts';
import { runStages, stageNames } from './stages.ts';

const FLOOR = 'kafkajs, bare produce and consume';

const MONGODB = 'MongoDB, bare writes in batches (documents)';

const wholeWay = (reporting: number): string => `HTTP → store → Kafka → projections, ${reporting} × reporting`;

export interface ThroughputOptions {
  readonly engines: Engines;
  /** Messages of an events topic. */
  readonly file: string;
  readonly rounds: number;
  readonly batches: number;
  readonly floorMessages: number;
}

/** Events a second of each stage alone and of the whole way, held against the bare loop. */
export const benchThroughput = async (options: ThroughputOptions): Promise<BenchResult> => {
  const { engines, file, batches } = options;
  const load = callCentreLoad(batches);
  const loop = async () => {
    const { rate } = await kafkaLoop({ brokers: engines.addresses.kafka, file, messages: options.floorMessages });
    return { [FLOOR]: rate };
  };
  const documents = async () => ({ [MONGODB]: await mongoLoop(engines.addresses.mongodb) });
  const stages = () => withFleet((fleet) => runStages(fleet, load));
  const whole = (reporting: number) => () =>
    withFleet(async (fleet) => {
      await fleet.start({ intake: 1, routing: 1, reporting });
      await runPipeline(fleet, engines, warmUp());
      const { events, seconds } = await runPipeline(fleet, engines, load);
      return { [wholeWay(reporting)]: events / seconds };
    });
  const rounds = await measureRounds(options.rounds, [loop, documents, stages, whole(1), whole(2)]);
  return resultOf(
    {
      name: `${messagesIn(load).toLocaleString('en')} messages in batches of ${BATCH} over HTTP, ${CONNECTIONS} connections`,
      unit: 'events/s',
      contenders: [FLOOR, MONGODB, ...Object.values(stageNames), wholeWay(1), wholeWay(2)],
    },
    rounds,
  );
};
