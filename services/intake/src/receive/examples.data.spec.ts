import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';

const folder = join(process.env.SHARED_DATA ?? '', '..', 'examples');

interface BadInput {
  readonly why: string;
  readonly event: unknown;
  readonly answer: 'duplicate' | 'parked' | 'rejected';
}

const tour = readFileSync(join(folder, 'tour.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown);
const badInput = JSON.parse(readFileSync(join(folder, 'bad-input.json'), 'utf8')) as readonly BadInput[];

/** Where the message must point, as `why` says. */
const places: Readonly<Record<string, object>> = {
  't-1-filed': { code: 'conflict', path: 'id', message: expect.stringContaining('t-1-filed') },
  'b-1': { path: 'data.complaintId' },
  'b-2': { path: 'data.level', hint: expect.stringContaining('crisis') },
  'b-3': { path: 'type', hint: expect.stringContaining('case.contacted') },
  'b-4': { path: 'time' },
};

describe('the tour and the bad input', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace();
  });
  afterEach(() => place.dispose());

  it('are answered as the examples say', async () => {
    const receipts = await place.send(...tour);
    expect(receipts.map(({ status }) => status)).toEqual(Array(48).fill('accepted'));
    for (const { event, answer, why } of badInput) {
      const [receipt] = await place.send(event);
      expect([why, receipt?.status]).toEqual([why, answer]);
      if (receipt?.status === 'rejected') expect(receipt).toMatchObject(places[receipt.id ?? ''] ?? {});
    }
    expect(await place.store.head()).toBe(48);
  });

  it('give the same log one by one, and again after a restart', async () => {
    for (const event of tour) await place.send(event);
    const log = (await place.log()).map(({ id }) => id);
    place = await place.reopen();
    const again = await place.send(...tour, ...badInput.map(({ event }) => event));
    expect(again.filter(({ status }) => status === 'accepted')).toEqual([]);
    const other = await openIntakePlace();
    await other.send(...tour);
    expect((await other.log()).map(({ id }) => id)).toEqual(log);
    await other.dispose();
  });
});
