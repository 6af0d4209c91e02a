// node libs/event-store/dist/bench/run.js [append|single|read] [folder]
import { benchConcurrentAppend, benchRead, benchSingleAppend, median } from './index.ts';

const all = { append: benchConcurrentAppend, single: benchSingleAppend, read: benchRead };
const [only, folder] = process.argv.slice(2);
for (const [name, bench] of Object.entries(all)) {
  if (only !== undefined && only !== 'all' && only !== name) continue;
  const { name: title, unit, ratios, samples } = await bench(folder === undefined ? {} : { folder });
  console.log(title);
  for (const [contender, figures] of Object.entries(samples)) {
    const ratio = (ratios[contender] ?? Number.NaN).toFixed(2);
    console.log(
      `  ${contender.padEnd(46)} ${ratio.padStart(6)}  ${Math.round(median(figures)).toLocaleString('en')} ${unit}`,
    );
  }
}
