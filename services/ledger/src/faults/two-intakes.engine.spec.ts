import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '@complaint-ledger/reporting';
import { embedded, inBatches } from '../distributed/embedded.ts';
import { callCentre } from '../distributed/told-stories.ts';
import { type OutageGround, type ServedService, outageGround } from './outage-ground.ts';

const now = (): number => Date.parse('2026-11-20T12:00:00+08:00');

/** Facts that each reading of the clock overtakes. */
const OVERTAKEN = 10;

const MARCH = { kind: 'monthly', period: '2026-03' } as const;

const isClock = (message: object): boolean => 'type' in message && message.type === 'source.advanced';

/** The same messages, every reading of the clock but the first sent before facts that it should follow. */
const overtaken = (story: readonly object[]): readonly object[] => {
  const sent: object[] = [];
  for (const message of story) {
    if (isClock(message)) sent.splice(Math.max(1, sent.length - OVERTAKEN), 0, message);
    else sent.push(message);
  }
  return sent;
};

/** Each reading of the clock alone, facts between them together. */
const clockApart = (story: readonly object[]): readonly (readonly object[])[] => {
  const batches: object[][] = [];
  let last: object[] | undefined;
  for (const message of story) {
    if (last === undefined || isClock(message)) batches.push((last = []));
    last.push(message);
    if (isClock(message)) last = undefined;
  }
  return batches;
};

/** What is declared and what is taken back again; their difference stands. */
const passing = /^(?:missed|assessed|reversed)(?:Fen|CNY)?$/;

/** The figures of the company that stand in the end. */
const standing = ({ company }: Report): unknown =>
  JSON.parse(JSON.stringify(company.figures, (name, value: unknown) => (passing.test(name) ? undefined : value)));

describe('a source with a clock of its own', () => {
  let ground: OutageGround;
  let one: ServedService;
  let two: ServedService;
  let routing: ServedService;
  let reporting: ServedService;

  beforeEach(async () => {
    ground = await outageGround({ now });
    [one, two, routing, reporting] = await Promise.all([
      ground.start('intake'),
      ground.start('intake'),
      ground.start('routing'),
      ground.start('reporting'),
    ]);
  }, 60_000);
  afterEach(() => ground.dispose(), 60_000);

  const judged = async (): Promise<NonNullable<ServedService['ledger']['reporting']>> => {
    for (let head = -1, next = 0; head !== next;) {
      head = next;
      await routing.ledger.routing?.settled();
      next = await routing.ledger.store.head();
    }
    const { reporting: figures } = reporting.ledger;
    if (figures === undefined) throw new Error('this process counts nothing');
    await figures.caughtUp();
    return figures;
  };

  // What was acknowledged stands in the log before whatever is sent afterwards, by whichever process: the clock overtakes no fact.
  it('may send its batches to two processes in turn when it waits for each answer: all is judged as by one', async () => {
    const story = callCentre(25);
    const digest = await embedded(story, ({ reporting: figures }) => figures.digest(), { now });
    for (const [turn, batch] of inBatches(story, 7).entries()) await ground.tell(turn % 2 === 0 ? one : two, batch);
    expect(await (await judged()).digest()).toBe(digest);
  }, 180_000);

  it('whose clock overtakes facts: what they show to be kept is taken back, and what stands of the company is as if in order', async () => {
    const story = callCentre(25);
    const inOrder = await embedded(story, ({ reporting: figures }) => figures.report(MARCH), { now });
    const asHeard = await embedded(overtaken(story), ({ reporting: figures }) => figures.digest(), { now });
    for (const batch of clockApart(overtaken(story))) await ground.tell(batch.some(isClock) ? one : two, batch);
    const figures = await judged();
    const report = await figures.report(MARCH);
    const declared = (await routing.ledger.store.readAll({ after: 0, limit: 10_000 })).filter(
      ({ type }) => type === 'DeadlineMissReversed',
    );
    expect(declared.length).toBeGreaterThan(5);
    expect(standing(report)).toEqual(standing(inOrder));
    expect(await figures.digest()).toBe(asHeard);
  }, 180_000);
});
