export { benchConcurrentAppend, benchSingleAppend, type BenchOptions } from './append.ts';
export { compare, median, rateOf, type BenchResult, type Comparison, type Contender } from './measure.ts';
export { benchRead } from './read.ts';
export { inScratchFolder, makeWork, type Work } from './workload.ts';
export { bareDatabase, type BareRow, storeBare } from './floors.ts';
