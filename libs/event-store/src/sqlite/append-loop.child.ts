// Run by kill.spec.ts: appends until it is killed and prints the ids of what was acknowledged, a line for each append.
import { sampleEvents } from '../testing/sample-events.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const CALLERS = 20;

const [path = ''] = process.argv.slice(2);
const store = openSqliteEventStore({ path, checkpointPages: 50 });

const caller = async (index: number): Promise<never> => {
  for (let i = 0; ; i++) {
    const events = sampleEvents(1 + ((index + i) % 3));
    await store.append(`case-${(index * 7 + i) % 30}`, 'any', events);
    process.stdout.write(`${events.map(({ id }) => id).join(' ')}\n`);
  }
};

await Promise.all(Array.from({ length: CALLERS }, (_, index) => caller(index)));
