import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embedded, inBatches } from '../distributed/embedded.ts';
import { callCentre } from '../distributed/told-stories.ts';
import type { Readiness } from '../server/health.ts';
import { type OutageGround, type ServedService, outageGround, until } from './outage-ground.ts';

const NOW = Date.parse('2026-11-20T12:00:00+08:00');
const now = (): number => NOW;

const badParts = ({ parts }: Readiness): readonly string[] => parts.flatMap(({ name, ok }) => (ok ? [] : [name]));

describe('a ledger whose engine is away', () => {
  let ground: OutageGround;
  let intake: ServedService;
  let routing: ServedService;
  let reporting: ServedService;

  beforeEach(async () => {
    ground = await outageGround({ now });
    [intake, routing, reporting] = await Promise.all([
      ground.start('intake'),
      ground.start('routing'),
      ground.start('reporting'),
    ]);
  }, 60_000);
  afterEach(() => ground.dispose(), 60_000);

  const settled = async (): Promise<void> => {
    for (let head = -1, next = 0; head !== next;) {
      head = next;
      await routing.ledger.routing?.settled();
      next = await routing.ledger.store.head();
    }
    await reporting.ledger.reporting?.caughtUp();
  };

  /**
   * Shuts the way in the middle of a story that is told on and on; answers how requests were answered meanwhile and what the services said
   * of themselves.
   */
  const outage = async (engine: 'events' | 'mongodb', milliseconds: number, story: readonly object[]) => {
    const batches = inBatches(story, 50);
    const half = Math.floor(batches.length / 2);
    for (const batch of batches.slice(0, half)) await ground.tell(intake, batch);
    await ground[engine].shut();
    const refusals: Response[] = [];
    const telling = (async () => {
      for (const batch of batches.slice(half)) refusals.push(...(await ground.tell(intake, batch)));
    })();
    const all = [intake, routing, reporting];
    await until(async () =>
      (await Promise.all(all.map((each) => each.ready()))).every(({ status }) => status !== 'ready'),
    );
    const readiness = await Promise.all(all.map((each) => each.ready()));
    const lives = await Promise.all(all.map(async (each) => (await each.ask('/health/live')).status));
    const figures = await Promise.all(all.map(async (each) => (await each.ask('/metrics')).text()));
    await delay(milliseconds);
    await ground[engine].open();
    await telling;
    await until(async () =>
      (await Promise.all(all.map((each) => each.ready()))).every(({ status }) => status === 'ready'),
    );
    await settled();
    return { refusals, readiness, lives, figures };
  };

  const expectCounted = async (story: readonly object[]): Promise<void> => {
    const [digest, events] = await embedded(
      story,
      async (ledger) => [await ledger.reporting.digest(), await countOf(ledger.store)] as const,
      { now },
    );
    expect(await countOf(routing.ledger.store)).toBe(events);
    expect(await reporting.ledger.reporting?.digest()).toBe(digest);
  };

  // In real time, once: longer than every wait and time-out of services, drivers and brokers that could hide a fault behind it.
  it('KurrentDB for a minute: intake says 503 and when to try again, all wait and go on by themselves, nothing lost or double', async () => {
    const story = callCentre(20);
    const { refusals, readiness, lives, figures } = await outage('events', 60_000, story);
    expect(refusals.length).toBeGreaterThan(1);
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { headers } of refusals) expect(headers.get('retry-after')).toMatch(/^\d+$/);
    for (const each of readiness) {
      expect(each.status).toBe('not-ready');
      expect(badParts(each)).toContain('log');
    }
    expect(lives).toEqual([200, 200, 200]);
    for (const text of figures) expect(text).toContain('ledger_part_ok{part="log"} 0');
    await expectCounted(story);
  }, 240_000);

  // Three times the longest wait of whoever looks whether it is back (5 s), more than the driver waits (3 s here), and many leases (2 s).
  it('MongoDB for 15 s: the same, and whoever relays keeps the lease or another takes it', async () => {
    const story = callCentre(20);
    const { refusals, readiness, lives } = await outage('mongodb', 15_000, story);
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { headers } of refusals) expect(headers.get('retry-after')).toMatch(/^\d+$/);
    for (const each of readiness) {
      expect(each.status).toBe('not-ready');
      expect(badParts(each)).toEqual(expect.arrayContaining(['vault', 'keys']));
    }
    expect(lives).toEqual([200, 200, 200]);
    await expectCounted(story);
  }, 240_000);
});

/** Events in the log, whatever their positions. */
const countOf = async (store: {
  readAll(options: { after: number; limit: number }): Promise<readonly { readonly position: number }[]>;
}): Promise<number> => {
  let count = 0;
  for (let after = 0; ;) {
    const page = await store.readAll({ after, limit: 1_000 });
    if (page.length === 0) return count;
    count += page.length;
    after = page.at(-1)?.position ?? after;
  }
};
