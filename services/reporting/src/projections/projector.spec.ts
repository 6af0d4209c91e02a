import { describe, expect, it } from '@jest/globals';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { LedgerError } from '@complaint-ledger/contracts';
import { sampleLog } from '../bench/sample-log.ts';
import { tallyDigest } from '../tallies/tally-digest.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { memoryStore, projected } from '../testing/project.ts';
import { Projector } from './projector.ts';

const log = sampleLog(40, 3);
const expected = async (): Promise<string> => tallyDigest(await projected(tallyProjection(), log));

describe('a projector', () => {
  it('finds that another one wrote, reads again and counts nothing twice', async () => {
    const store = memoryStore();
    const [one, two] = [new Projector(tallyProjection(), store), new Projector(tallyProjection(), store)];
    for (let at = 0; at < log.length; at += 20) {
      const page = log.slice(at, at + 20);
      await one.project(page);
      await two.project(page);
    }
    expect(await tallyDigest(store)).toBe(await expected());
  });

  it('keeps few documents in memory when told so, and counts the same', async () => {
    const store = memoryStore();
    const projector = new Projector(tallyProjection(), store, { cachedDocuments: 3, fromNothing: true });
    for (let at = 0; at < log.length; at += 10) await projector.project(log.slice(at, at + 10));
    expect(await tallyDigest(store)).toBe(await expected());
  });

  it('goes on from its checkpoint after a restart', async () => {
    const store = memoryStore();
    await new Projector(tallyProjection(), store).project(log.slice(0, 100));
    const next = new Projector(tallyProjection(), store);
    expect(await next.position()).toBe(100);
    await next.project(log);
    expect(await tallyDigest(store)).toBe(await expected());
  });

  it('tries a failed page again from what is stored', async () => {
    const store = memoryStore();
    const projector = new Projector(tallyProjection(), failingOnce(store));
    await expect(projector.project(log)).rejects.toMatchObject({ code: 'storage' });
    await projector.project(log);
    expect(await tallyDigest(store)).toBe(await expected());
  });
});

/** A disk that is full once. */
const failingOnce = (store: ProjectionStore): ProjectionStore => {
  let failed = false;
  return new Proxy(store, {
    get(target, name) {
      if (name === 'write' && !failed) {
        failed = true;
        return () => Promise.reject(new LedgerError('storage', 'The disk is full.'));
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
};
