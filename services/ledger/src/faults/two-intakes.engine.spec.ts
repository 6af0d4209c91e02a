import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embedded, inBatches } from '../distributed/embedded.ts';
import { callCentre } from '../distributed/told-stories.ts';
import { type OutageGround, outageGround } from './outage-ground.ts';

const now = (): number => Date.parse('2026-11-20T12:00:00+08:00');

describe('a source with a clock of its own', () => {
  let ground: OutageGround;

  beforeEach(async () => {
    ground = await outageGround({ now });
  }, 60_000);
  afterEach(() => ground.dispose(), 60_000);

  // What was acknowledged stands in the log before whatever is sent afterwards, by whichever process: the clock overtakes no fact.
  it('may send its batches to two processes in turn when it waits for each answer: all is judged as by one', async () => {
    const story = callCentre(25);
    const digest = await embedded(story, ({ reporting }) => reporting.digest(), { now });
    const [one, two, routing, reporting] = await Promise.all([
      ground.start('intake'),
      ground.start('intake'),
      ground.start('routing'),
      ground.start('reporting'),
    ]);
    for (const [turn, batch] of inBatches(story, 7).entries()) await ground.tell(turn % 2 === 0 ? one : two, batch);
    for (let head = -1, next = 0; head !== next;) {
      head = next;
      await routing.ledger.routing?.settled();
      next = await routing.ledger.store.head();
    }
    await reporting.ledger.reporting?.caughtUp();
    expect(await reporting.ledger.reporting?.digest()).toBe(digest);
  }, 180_000);
});
