// npm run bench:distributed -- --help
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchResult, inScratchFolder } from '@complaint-ledger/event-store/bench';
import { callCentreLoad } from '../call-centre-load.ts';
import { machine } from '../machine.ts';
import { tellComparison, tellFigures } from '../print-results.ts';
import type { Figure } from '../serving.ts';
import { type DistributedBenchOptions, type Part, readDistributedBenchOptions, usage } from './distributed-options.ts';
import { type Engines, startEngines } from './engines.ts';
import { keepMessages } from './keep-messages.ts';
import { benchLatency } from './latencies.ts';
import { withFleet } from './measured-fleet.ts';
import { runPipeline } from './pipeline.ts';
import { benchSizes } from './sizes.ts';
import { benchThroughput } from './throughput.ts';

const note = (text: string): void => void process.stderr.write(`${text}\n`);

interface Measured {
  readonly comparisons: readonly BenchResult[];
  readonly figures: readonly Figure[];
}

/** Messages of a real events topic, of a run that counts for nothing: engines that were just started are slower at first. */
const prepare = (engines: Engines, file: string): Promise<void> =>
  withFleet(async (fleet) => {
    await fleet.start({ intake: 1, routing: 1, reporting: 1 });
    await runPipeline(fleet, engines, callCentreLoad(1, 500));
    await keepMessages(fleet, file);
  });

const measure: Readonly<Record<Part, (options: DistributedBenchOptions & Prepared) => Promise<Measured>>> = {
  throughput: async (options) => ({ comparisons: [await benchThroughput(options)], figures: [] }),
  latency: async (options) => ({ comparisons: await benchLatency(options), figures: [] }),
  sizes: async ({ engines, events }) => ({ comparisons: [], figures: await benchSizes(engines, events) }),
};

interface Prepared {
  readonly engines: Engines;
  readonly file: string;
}

const run = async (options: DistributedBenchOptions, engines: Engines, scratch: string): Promise<void> => {
  const say = options.json ? note : (text: string) => void process.stdout.write(`${text}\n`);
  say(
    `complaint-ledger bench:distributed · Node ${machine.node} · ${machine.cpu} · ${machine.cores} cores · ${options.rounds} rounds`,
  );
  say(`All engines, services and who sends to them share those cores. Ratios are medians over rounds.`);
  for (const told of engines.told) say(told);
  if (options.quick) say('--quick: a try-out. The figures say little.');
  const prepared = { ...options, engines, file: join(scratch, 'messages.ndjson') };
  note('preparing: messages for the bare loop');
  await prepare(engines, prepared.file);
  const comparisons: BenchResult[] = [];
  const figures: Figure[] = [];
  for (const part of options.only) {
    note(`measuring: ${part}`);
    const measured = await measure[part](prepared);
    comparisons.push(...measured.comparisons);
    figures.push(...measured.figures);
    for (const compared of measured.comparisons) say(`\n${tellComparison(compared)}`);
    if (measured.figures.length > 0) say(`\n${tellFigures(part, measured.figures)}`);
  }
  const { json, out, ...asked } = options;
  const results = { machine, engines: engines.told, options: asked, comparisons, figures };
  writeFileSync(out, `${JSON.stringify(results, undefined, 2)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  say(`\nFigures as JSON: ${out}`);
};

try {
  const options = readDistributedBenchOptions(
    process.argv.slice(2),
    fileURLToPath(new URL('../../bench-distributed.json', import.meta.url)),
  );
  if (options === undefined) process.stdout.write(`${usage}\n`);
  else {
    const engines = await startEngines(options.folder);
    try {
      await inScratchFolder((scratch) => run(options, engines, scratch), options.folder);
    } finally {
      await engines.stop();
    }
  }
} catch (error) {
  if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
  note(`${error.message}\n\n${usage}`);
  process.exitCode = 1;
}
