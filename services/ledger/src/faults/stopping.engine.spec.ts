import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { brokersOf, kafkaOf } from '@complaint-ledger/event-feed/kafka';
import { embedded, inBatches } from '../distributed/embedded.ts';
import { digestOf } from '../distributed/fleet-digest.ts';
import type { FleetMember } from '../distributed/fleet-member.ts';
import { Fleet } from '../distributed/fleet.ts';
import { callCentre } from '../distributed/told-stories.ts';

const GROUPS = ['ledger.intake', 'ledger.routing@1', 'ledger.reporting'];
/** A member that went away without a word would be missed only after this. */
const SESSION_MS = 30_000;

const stop = async (member: FleetMember): Promise<{ readonly code: number | null; readonly milliseconds: number }> => {
  const began = performance.now();
  return { code: await member.stop(), milliseconds: performance.now() - began };
};

describe('a process that is told to stop under load', () => {
  let fleet: Fleet;
  let admin: ReturnType<ReturnType<typeof kafkaOf>['admin']>;

  beforeEach(async () => {
    fleet = await Fleet.open();
    admin = kafkaOf({ brokers: brokersOf(fleet.environment.LEDGER_KAFKA) }).admin();
    await admin.connect();
  }, 60_000);

  afterEach(async () => {
    await admin.disconnect();
    expect(new Set(await fleet.dispose())).toEqual(new Set([0]));
    // What is told to people is no line of the log.
    expect(fleet.log.split('\n').filter((line) => line.startsWith('{'))).toEqual([]);
  }, 60_000);

  const members = async (): Promise<readonly number[]> => {
    const ids = GROUPS.map((group) => `${fleet.environment.LEDGER_KAFKA_PREFIX}${group}`);
    const { groups } = await admin.describeGroups(ids);
    return ids.map((id) => groups.find(({ groupId }) => groupId === id)?.members.length ?? -1);
  };

  it('ends with 0, logs no error, leaves no member behind; who is left goes on at once, and nothing is lost or double', async () => {
    const story = callCentre(60);
    const expected = await embedded(story, ({ reporting }) => reporting.digest());
    const first = await fleet.start({ intake: 1, routing: 1, reporting: 1 });
    await fleet.start({ intake: 1, routing: 1, reporting: 1 });
    expect(await members()).toEqual([2, 2, 2]);
    const batches = inBatches(story, 20);
    let stopping: Promise<readonly { readonly code: number | null; readonly milliseconds: number }[]> | undefined;
    for (const [index, batch] of batches.entries()) {
      if (index === Math.floor(batches.length / 2)) stopping = Promise.all(first.map(stop));
      await fleet.post(batch);
    }
    const stopped = (await stopping) ?? [];
    expect(stopped.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(Math.max(...stopped.map(({ milliseconds }) => milliseconds))).toBeLessThan(10_000);
    expect(await members()).toEqual([1, 1, 1]);
    const began = performance.now();
    await fleet.settled();
    expect(performance.now() - began).toBeLessThan(SESSION_MS);
    expect(await digestOf(fleet)).toBe(expected);
  }, 180_000);
});
