import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppliedPositions } from './applied-positions.ts';
import { type Target, Chaos, scheduleOf } from './chaos.ts';
import { embedded, inBatches } from './embedded.ts';
import { withFleet } from './fleet.ts';
import { digestOf } from './fleet-digest.ts';
import { OwnBroker } from './own-broker.ts';
import { type ToldLog, logOf, toldLog } from './told-log.ts';
import { type ToldReports, periodsOf, reportsFrom, reportsOf } from './told-reports.ts';
import { callCentre } from './told-stories.ts';

/** Events of the log, facts and decisions, at least; CHAOS_EVENTS=100000 for the long run. */
const EVENTS = Number(process.env['CHAOS_EVENTS'] ?? 10_000);
/** A little less than there are. */
const EVENTS_OF_A_CASE = 31;
const TARGETS: Readonly<Record<Target, number>> = { leader: 6, routing: 6, reporting: 6, intake: 4, broker: 2 };
const SEED = 20_261_122;

const periods = periodsOf(2026);
const story = callCentre(Math.ceil(EVENTS / EVENTS_OF_A_CASE));

describe(`a call centre of ${EVENTS} events among processes that are killed`, () => {
  let reports: ToldReports = {};
  let log: ToldLog | undefined;
  let broker: OwnBroker | undefined;
  beforeAll(async () => {
    [reports, log] = await embedded(story, async ({ reporting, store }) => [
      await reportsOf(reporting, periods),
      await toldLog(store),
    ]);
    expect(log.events).toBeGreaterThanOrEqual(EVENTS);
    broker = await OwnBroker.start();
  }, 300_000);
  afterAll(() => broker?.stop());

  it(
    'loses nothing, counts nothing twice, and keeps the order of every stream',
    async () => {
      const own = broker;
      if (own === undefined) throw new Error('there is no broker');
      const options = { kafka: own.address, settings: { LEDGER_LEASE_MS: '2000' } };
      await withFleet(options, async (fleet) => {
        await fleet.start({ intake: 2, routing: 2, reporting: 2 });
        const applied = new AppliedPositions(fleet.environment);
        const schedule = scheduleOf(TARGETS, SEED);
        const chaos = new Chaos({ fleet, broker: own, seed: SEED, after: () => applied.look() });
        const batches = inBatches(story);
        let acknowledged = 0;
        for (const [index, batch] of batches.entries()) {
          const due = Math.floor((schedule.length * (index + 1)) / batches.length);
          // While the batch is under way.
          const struck = chaos.strike(schedule.slice(chaos.strikes, due));
          const { accepted, duplicate } = await fleet.post(batch);
          acknowledged += accepted + duplicate;
          await struck;
        }
        await chaos.over();
        expect(acknowledged).toBe(story.length);
        expect(chaos.struck).toEqual(TARGETS);
        await fleet.settled({ within: 180_000 });
        await applied.look();
        const found = await logOf(fleet.environment);
        expect(found).toEqual({ ...log, doubled: [], disordered: [] });
        expect(applied.back).toEqual([]);
        expect(applied.documents).toBeGreaterThan(0);
        const { digest, ...pages } = reports;
        expect(await digestOf(fleet)).toBe(digest);
        for (const member of fleet.of('reporting')) expect(await reportsFrom(fleet, member, periods)).toEqual(pages);
      });
    },
    Math.max(900_000, EVENTS * 30),
  );
});
