import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, inboundMessages } from '@complaint-ledger/contracts';
import { verifyLog } from '@complaint-ledger/event-store';
import { tallyDigest } from '@complaint-ledger/reporting';
import { pino } from 'pino';
import { openLedger } from '../open/open-ledger.ts';
import { ended, kill9, ledgerProcess, listening } from './served-process.ts';
import { type ToldEvent, clock, story } from './stories.ts';

const STORIES = 2_500;
const BATCH = 25;
const KILLS = 25;

/** A small generator of known numbers (LCG of Numerical Recipes): the moments differ, the sequence does not. */
const numbers = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const messages: readonly ToldEvent[] = [
  clock('before', 0),
  ...Array.from({ length: STORIES }, (_, k) => story(k)).flat(),
  clock('after', 30),
];

const openIn = (folder: string) =>
  openLedger({
    configuration: { data: folder, policy: 'standard', packs: [], webhooks: undefined },
    environment: {},
    log: pino({ level: 'silent' }),
  });

const digestOf = async (folder: string) => {
  const ledger = await openIn(folder);
  await ledger.settled();
  const verification = verifyLog(ledger.store);
  const facts = new Map<string, number>();
  const names = new Set<string>(Object.values(inboundMessages).map(({ fact }) => fact));
  for (let after = 0; ;) {
    const page = await ledger.store.readAll({ after });
    for (const { id, type } of page) if (names.has(type)) facts.set(id, (facts.get(id) ?? 0) + 1);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
  }
  const digest = await tallyDigest(ledger.projections);
  await ledger.close();
  return { digest, facts, verification: await verification };
};

describe('kill -9', () => {
  let folder: string;
  let undisturbed: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kill-'));
    const data = join(folder, 'undisturbed');
    mkdirSync(data);
    const ledger = await openIn(data);
    await ledger.receiver.receive(messages, { caller: 'test' });
    await ledger.close();
    undisturbed = (await digestOf(data)).digest;
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const expectAsUndisturbed = async (data: string): Promise<void> => {
    const { digest, facts, verification } = await digestOf(data);
    expect(verification).toMatchObject({ ok: true });
    expect(messages.filter(({ id, source }) => facts.get(derivedId('event', source, id)) !== 1)).toEqual([]);
    expect(facts.size).toBe(messages.length);
    expect(digest).toBe(undisturbed);
  };

  it(`${KILLS} times under HTTP load: every acknowledged event is there exactly once and the reports are the same`, async () => {
    const data = join(folder, 'http');
    const number = numbers(20_260_323);
    const batches = Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, i) =>
      messages.slice(i * BATCH, (i + 1) * BATCH),
    );
    let key = '';
    let next = 0;
    let kills = 0;
    let interrupted = 0;
    while (next < batches.length) {
      const child = ledgerProcess('serve', '--json', '--data', data, '--port', '0');
      const served = await listening(child);
      key = served.key ?? key;
      const due = kills < KILLS ? delay(5 + number(250)).then(() => kill9(child)) : undefined;
      // Whatever was not acknowledged is sent again; what was, is not.
      for (; next < batches.length && child.signalCode === null; next++) {
        const answer = await fetch(`${served.url}/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
          body: JSON.stringify(batches[next]),
        }).then(
          async (response) => ({
            status: response.status,
            told: (await response.json()) as { accepted: number; duplicate: number },
          }),
          () => undefined,
        );
        if (answer === undefined) {
          interrupted++;
          break;
        }
        expect([answer.status, answer.told.accepted + answer.told.duplicate]).toEqual([200, batches[next]?.length]);
        if (kills < KILLS && next > ((kills + 1) * batches.length) / KILLS) await due;
      }
      if (due !== undefined) {
        await due;
        kills++;
      } else await kill9(child);
    }
    expect(kills).toBe(KILLS);
    expect(interrupted).toBeGreaterThan(KILLS / 4);
    await expectAsUndisturbed(data);
  }, 300_000);

  it(`${KILLS} times during import: the next run goes on, nothing is lost or doubled`, async () => {
    const data = join(folder, 'import');
    const file = join(folder, 'stories.ndjson');
    writeFileSync(file, messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
    const number = numbers(7);
    let interrupted = 0;
    for (let kills = 0; kills < KILLS; kills++) {
      const child = ledgerProcess('import', file, '--data', data, '--json');
      await delay(250 + number(500));
      await kill9(child);
      if (child.signalCode === 'SIGKILL') interrupted++;
    }
    expect(interrupted).toBeGreaterThan(KILLS / 4);
    expect(await ended(ledgerProcess('import', file, '--data', data, '--json'))).toBe(0);
    await expectAsUndisturbed(data);
  }, 300_000);
});
