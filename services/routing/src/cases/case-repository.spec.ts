import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, type SqliteEventStore, openSqliteEventStore } from '@complaint-ledger/event-store';
import { factsOf } from '@complaint-ledger/testing';
import { CASE_ID, decideInput, standardPolicy } from '../testing/case-spec.ts';
import { CaseRepository, type Decide } from './case-repository.ts';
import { Decision } from './decision.ts';

const tell = factsOf('C1');
const filed = tell('ComplaintFiled', '2026-03-23T09:00:00+08:00', { receivedBy: 'agent-7' });
const clock = Date.parse('2026-03-23T01:00:00Z');

const open: Decide = (state) => {
  const { events, state: opened } = decideInput(state, { fact: filed, clock });
  return opened && { events, state: opened };
};

/** Records a contact, after whatever the case has by then; always the same one. */
const contact = (n: number): Decide => {
  const fact = tell('ContactReported', `2026-03-23T09:0${n}:00+08:00`, { by: 'h1', reached: true });
  return (state) => {
    const { events, state: next } = decideInput(state, { fact, clock });
    return next && { events, state: next };
  };
};

/** Something that no decision on a contact depends on. */
const link: Decide = (state) => {
  if (state === undefined) return undefined;
  const actor = { kind: 'system', id: 'repeat-linker' } as const;
  const decision = new Decision(state, standardPolicy, { seed: 'repeat', fact: state.fact, actor, source: 'ledger' });
  decision.emit('RepeatLinked', state.filed.at, { of: 'another case', number: 2 });
  return { events: decision.events, state: decision.state };
};

describe('a case that several processes write', () => {
  let folder: string;
  let store: SqliteEventStore;
  let reads: number;
  let counting: EventStore;
  let here: CaseRepository;
  let there: CaseRepository;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'case-repository-'));
    store = openSqliteEventStore({ path: join(folder, 'log.sqlite') });
    reads = 0;
    counting = new Proxy(store, {
      get: (target, name: keyof EventStore) => {
        if (name === 'readStream') reads += 1;
        return target[name].bind(target);
      },
    });
    here = new CaseRepository(counting, { shared: true });
    there = new CaseRepository(store, { shared: true });
    await here.execute(CASE_ID, open);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const revisions = async (): Promise<readonly number[]> =>
    (await store.readStream(`case-${CASE_ID}`)).map(({ revision }) => revision);

  it('is not read again for a decision that is recorded', async () => {
    reads = 0;
    await here.execute(CASE_ID, contact(1));
    expect(reads).toBe(0);
    expect(await here.load(CASE_ID)).toEqual(await there.load(CASE_ID));
  });

  it('is decided again when another process came first', async () => {
    await there.execute(CASE_ID, contact(1));
    const states: number[] = [];
    await here.execute(CASE_ID, (state) => {
      states.push(state?.revision ?? 0);
      return contact(2)(state);
    });
    expect(states).toHaveLength(2);
    expect(states[1]).toBeGreaterThan(states[0] ?? 0);
    expect(await revisions()).toEqual((await revisions()).map((_, index) => index));
    expect(await here.load(CASE_ID)).toEqual(await there.load(CASE_ID));
  });

  it.each([
    ['says nothing', (): undefined => undefined],
    [
      'is refused',
      (): never => {
        throw new Error('refused');
      },
    ],
  ])('is what the log has when a decision on it %s', async (_, answer) => {
    await there.execute(CASE_ID, contact(1));
    const states: number[] = [];
    const decided = here.execute(CASE_ID, (state) => {
      states.push(state?.revision ?? 0);
      return states.length === 1 ? answer() : contact(2)(state);
    });
    await expect(decided).resolves.toBeDefined();
    expect(states[1]).toBeGreaterThan(states[0] ?? 0);
  });

  it('is decided again when another process has recorded the same already, upon more than is in memory here', async () => {
    const same = contact(1);
    await there.execute(CASE_ID, link);
    await there.execute(CASE_ID, same);
    expect(await here.execute(CASE_ID, same)).toBeUndefined();
    expect(await here.load(CASE_ID)).toEqual(await new CaseRepository(store).load(CASE_ID));
  });

  it('is decided again when another process has recorded something else for the same reason', async () => {
    await there.execute(CASE_ID, contact(1));
    const same = contact(2);
    await there.execute(CASE_ID, same);
    const states: number[] = [];
    const again = here.execute(CASE_ID, (state) => {
      states.push(state?.revision ?? 0);
      return same(state);
    });
    await expect(again).resolves.toBeUndefined();
    expect(states).toHaveLength(2);
  });

  it('refuses what is refused on what the log has', async () => {
    const refuse = here.execute(CASE_ID, () => {
      throw new Error('refused');
    });
    await expect(refuse).rejects.toThrow('refused');
  });
});
