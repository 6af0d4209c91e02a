// npm run bench -- --help
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type BenchResult,
  benchConcurrentAppend,
  benchSingleAppend,
  inScratchFolder,
} from '@complaint-ledger/event-store/bench';
import { type Options, readBenchOptions, usage } from './bench-options.ts';
import { buildLedger } from './big-ledger.ts';
import { emmettAppends } from './emmett.ts';
import { benchHttp } from './http-batches.ts';
import { benchImport } from './import-rows.ts';
import { machine } from './machine.ts';
import { tellComparison, tellFigures } from './print-results.ts';
import { benchReplay } from './replay.ts';
import { type Figure, benchServing } from './serving.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);

interface Results {
  readonly comparisons: BenchResult[];
  readonly figures: Figure[];
}

const keep = (results: Results, compared: BenchResult): void => {
  results.comparisons.push(compared);
  say(`${tellComparison(compared)}\n`);
};

const append = async (options: Options, results: Results): Promise<void> => {
  const { rounds, folder, emmett, emmettAppends: events } = options;
  if (emmett === undefined) note('emmett-sqlite is not measured: --emmett names a folder where it is installed.');
  const peer = (callers: 1 | 256) =>
    emmett === undefined
      ? {}
      : { peers: { 'emmett-sqlite': emmettAppends(emmett, { events, callers, folder }, note) } };
  const place = folder === undefined ? {} : { folder };
  keep(results, await benchConcurrentAppend({ rounds, events: options.concurrentAppends, ...place, ...peer(256) }));
  keep(results, await benchSingleAppend({ rounds, events: options.singleAppends, ...place, ...peer(1) }));
};

const bigLedger = (options: Options, results: Results): Promise<void> =>
  inScratchFolder(async (scratch) => {
    note(`building a ledger of about ${options.ledgerEvents.toLocaleString('en')} events`);
    const ledger = await buildLedger(scratch, options.ledgerEvents);
    const { events, seconds, messages, peakMb } = ledger;
    const built: readonly Figure[] = [
      { name: `${messages.toLocaleString('en')} messages received, decided and counted`, unit: 's', value: seconds },
      { name: 'events a second', unit: 'events/s', value: events / seconds },
      { name: 'memory of the process at its highest', unit: 'MB', value: peakMb, goal: 400 },
    ];
    say(`${tellFigures(`building ${events.toLocaleString('en')} events`, built)}\n`);
    const serving = await benchServing(ledger, options.rounds);
    say(`${tellFigures(`serving ${events.toLocaleString('en')} events`, serving)}\n`);
    const replay = await benchReplay(ledger, options.rounds);
    keep(results, replay.result);
    const memory = [...replay.peakMb].map(([way, value]): Figure => ({
      name: `highest memory of the replay: ${way}`,
      unit: 'MB',
      value,
      goal: 400,
    }));
    say(`${tellFigures('replaying', memory)}\n`);
    results.figures.push(...built, ...serving, ...memory);
  }, options.folder);

const parts: Readonly<Record<string, (options: Options, results: Results) => Promise<void>>> = {
  append,
  http: async (options, results) => keep(results, await benchHttp(options)),
  import: async (options, results) => keep(results, await benchImport(options)),
  ledger: bigLedger,
};

const run = async (options: Options): Promise<void> => {
  const unknown = options.only.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new RangeError(`there is no part '${unknown}'; there are ${Object.keys(parts).join(', ')}`);
  say(
    `complaint-ledger bench · Node ${machine.node} · ${machine.cpu} · ${machine.cores} cores · ${options.rounds} rounds`,
  );
  say(
    'Ratios are medians over rounds in which the contenders take turns; absolute figures are of this machine and moment.\n',
  );
  if (options.quick) say('--quick: a try-out. The figures say little.\n');
  const results: Results = { comparisons: [], figures: [] };
  for (const [name, part] of Object.entries(parts)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    note(`measuring: ${name}`);
    await part(options, results);
  }
  writeFileSync(options.out, `${JSON.stringify({ machine, options, ...results }, undefined, 2)}\n`);
  say(`Figures as JSON: ${options.out}`);
};

try {
  const options = readBenchOptions(process.argv.slice(2), fileURLToPath(new URL('../bench.json', import.meta.url)));
  if (options === undefined) say(usage);
  else await run(options);
} catch (error) {
  if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
  note(`${error.message}\n\n${usage}`);
  process.exitCode = 1;
}
