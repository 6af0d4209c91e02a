import { parseArgs } from 'node:util';
import { startKurrentDbDouble } from './kurrentdb-double.ts';

/** The double as a process of its own: `node serve.js --port 2113`. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, folder: { type: 'string' } } });
const double = await startKurrentDbDouble({ port: Number(values.port) });
process.stdout.write(`KurrentDB double listens on ${double.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void double.stop().then(() => process.exit()));
