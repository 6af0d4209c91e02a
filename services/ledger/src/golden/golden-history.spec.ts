import { describe, expect, it } from '@jest/globals';
import {
  type CaseEvent,
  type Fact,
  type RecordedEvent,
  inboundMessages,
  isCaseEventType,
  parseStreamName,
} from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { MerkleFrontier, leafHashOfText } from '@complaint-ledger/proof';
import { TALLIES, allProjections, documentDigest, tallyDigest } from '@complaint-ledger/reporting';
import { type CaseState, decideFact, evolve } from '@complaint-ledger/routing';
import { eventOf, goldenPolicy, readGolden } from './golden-history.ts';

const factTypes = new Set<string>(Object.values(inboundMessages).map(({ fact }) => fact));
const isFact = (event: RecordedEvent): boolean => factTypes.has(event.type);
const isCaseEvent = (event: RecordedEvent): event is CaseEvent => isCaseEventType(event.type);

type Told = Pick<RecordedEvent, 'type' | 'data'>;

describe.each(['0.1'])('the history that release %s recorded', (release) => {
  const { bodies, digests } = readGolden(release);
  const events = bodies.map((body, i) => eventOf(body, i + 1));

  it('has the same root', () => {
    const frontier = MerkleFrontier.empty();
    for (const body of bodies) frontier.append(leafHashOfText(body));
    expect(Buffer.from(frontier.root()).toString('hex')).toBe(digests.root);
  });

  it('gives the same projections', async () => {
    const store = openSqliteProjectionStore({ path: ':memory:' });
    const told: Record<string, string> = {};
    for (const projection of allProjections().all) {
      await store.ensure(projection.name, projection.fields);
      await projection.projector(store).project(events);
      told[projection.name] =
        projection.name === TALLIES ? await tallyDigest(store) : await documentDigest(store, projection.name);
    }
    await store.close();
    expect(told).toEqual(digests.projections);
  });

  it('is decided in the same way: every fact leads to the same events', () => {
    const policy = goldenPolicy(release);
    const clocks = new Map<string, number>();
    const states = new Map<string, CaseState>();
    const decided = new Map<string, readonly Told[]>();
    for (const event of events) {
      if (event.type === 'SourceAdvanced') {
        const to = epochOf((event.data as { readonly to: string }).to);
        clocks.set(event.source, Math.max(to, clocks.get(event.source) ?? to));
      } else if (isFact(event)) {
        const fact = event as unknown as Fact;
        const { id } = parseStreamName(event.stream);
        const before = states.get(id);
        if ((before?.policy ?? ('policy' in fact.data ? fact.data.policy : undefined)) === undefined) continue;
        const clock = clocks.get(event.source) ?? epochOf(event.recordedAt);
        const decision = decideFact(before, id, fact, policy, clock);
        if (decision === undefined) continue;
        states.set(id, decision.state);
        decided.set(
          fact.id,
          decision.events.map(({ type, data }) => ({ type, data })),
        );
      } else if (isCaseEvent(event) && event.actor.id === 'deadline-sweeper') {
        const { id } = parseStreamName(event.stream);
        const state = evolve(states.get(id), event, id);
        if (state !== undefined) states.set(id, state);
      }
    }
    const recorded = new Map<string, readonly Told[]>();
    for (const event of events)
      if (isCaseEvent(event) && event.causationId !== undefined)
        recorded.set(event.causationId, [
          ...(recorded.get(event.causationId) ?? []),
          { type: event.type, data: event.data },
        ]);
    expect(recorded.size).toBeGreaterThan(100);
    for (const [fact, told] of recorded) expect(decided.get(fact)).toEqual(told);
  });
});
