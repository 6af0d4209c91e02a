import { describe, expect, it } from '@jest/globals';
import { type CallerEvent, type CallerEventData, type CallerEventType, streamName } from '@complaint-ledger/contracts';
import { callProjection } from '../calls/call-projection.ts';
import { callStory } from '../testing/call-story.ts';
import { memoryStore, projected, recorded } from '../testing/project.ts';
import { shanghai as at } from '../testing/story.ts';
import { type NuisanceQuestion, listNuisanceCallers } from './list-nuisance-callers.ts';
import { nuisanceProjection } from './nuisance-projection.ts';

const told = callStory([{ id: 'k1', summaries: [{ at: at('2026-03-23 09:00'), outcome: 'nuisance' }] }]);
const [received] = told;
const callId = received?.stream.slice('call-'.length) ?? '';

let position = 100;
const event = <T extends CallerEventType>(
  person: string,
  type: T,
  time: string,
  data: Omit<CallerEventData[T], 'policy'>,
): CallerEvent => {
  position += 1;
  return {
    id: `event-${position}`,
    type,
    schemaVersion: 1,
    stream: streamName('caller', person),
    revision: 0,
    position,
    occurredAt: at(time),
    recordedAt: at(time),
    actor: { kind: 'system', id: 'ledger' },
    source: 'ledger',
    data: { policy: 'standard', ...data },
  } as unknown as CallerEvent;
};

const mark = (person: string, call: string, time: string, callSource: string, line = '400'): CallerEvent =>
  event(person, 'NuisanceMarked', time, { call, at: at(time), callSource, line });

const history = (): readonly CallerEvent[] => [
  mark('often', callId, '2026-03-23 09:00', 'pbx://1'),
  mark('often', 'k2', '2026-03-23 08:00', 'pbx://2', '800'),
  event('often', 'CallerWarned', '2026-03-23 09:00', { call: callId, policyVersion: 1, calls: 2, within: '24h' }),
  event('often', 'CallerBlocked', '2026-03-23 10:00', { until: at('2026-03-30 10:00'), by: 'gm-1' }),
  event('often', 'BlockedCallerCalled', '2026-03-24 10:00', { call: 'k3', until: at('2026-03-30 10:00') }),
  mark('once', 'k4', '2026-04-01 09:00', 'pbx://1'),
  event('refused', 'CallerCommandRefused', '2026-04-01 09:00', { command: 'block', rule: 'CALL-10', reason: '' }),
];

const listed = async (
  question: Partial<NuisanceQuestion> = {},
  view: 'masked' | 'none' = 'masked',
  hidden: ReadonlySet<string> = new Set(),
) => {
  const store = memoryStore();
  const sealed = told.map((each) => ({ ...each, sealed: [{ person: 'often', blob: 'x' }] }));
  await projected(callProjection(), sealed, { store });
  await projected(nuisanceProjection(), recorded(history()), { store });
  return listNuisanceCallers(
    store,
    { now: Date.parse(at('2026-03-25 09:00')), limit: 10, offset: 0, ...question },
    {
      view,
      sees: (call) => !hidden.has(call),
      unseal: async (_, __, seen) => ({ state: seen, fields: { caller: { phone: '138****0001' } } }),
    },
  );
};

describe('the list of nuisance callers', () => {
  it('CALL-10: the most frequent first, by source and line, with what was decided', async () => {
    expect(await listed()).toEqual({
      total: 2,
      bySource: { 'pbx://1': 2, 'pbx://2': 1 },
      callers: [
        {
          person: 'often',
          state: 'blocked',
          calls: 2,
          lastCallAt: at('2026-03-23 09:00'),
          bySource: { 'pbx://1': 1, 'pbx://2': 1 },
          byLine: { 400: 1, 800: 1 },
          warnedAt: at('2026-03-23 09:00'),
          blockedAt: at('2026-03-23 10:00'),
          blockedUntil: at('2026-03-30 10:00'),
          blockedBy: 'gm-1',
          callsWhileBlocked: 1,
          personal: { state: 'masked', fields: { caller: { phone: '138****0001' } } },
        },
        {
          person: 'once',
          state: 'marked',
          calls: 1,
          lastCallAt: at('2026-04-01 09:00'),
          bySource: { 'pbx://1': 1 },
          byLine: { 400: 1 },
          callsWhileBlocked: 0,
        },
      ],
    });
  });

  it('CALL-10: a block that is over is over', async () => {
    const { callers } = await listed({ now: Date.parse(at('2026-03-30 10:00')) });
    expect(callers[0]?.state).toBe('warned');
    expect((await listed({ state: 'blocked', now: Date.parse(at('2026-03-30 10:00')) })).callers).toEqual([]);
  });

  it('CALL-10: of a time and a source', async () => {
    const of = async (question: Partial<NuisanceQuestion>) =>
      (await listed(question)).callers.map(({ person, calls }) => [person, calls]);
    expect(await of({ source: 'pbx://2' })).toEqual([['often', 1]]);
    expect(await of({ from: Date.parse(at('2026-04-01 00:00')) })).toEqual([['once', 1]]);
    expect(await of({ before: Date.parse(at('2026-01-01 00:00')) })).toEqual([]);
  });

  it('FILE-1: counts no call that the reader may not know of, and names no caller for one', async () => {
    const { bySource, callers, total } = await listed({}, 'masked', new Set([callId, 'k4']));
    expect({ total, bySource }).toEqual({ total: 1, bySource: { 'pbx://2': 1 } });
    expect(callers).toMatchObject([
      { person: 'often', calls: 1, lastCallAt: at('2026-03-23 08:00'), byLine: { 800: 1 } },
    ]);
    expect(callers[0]).not.toHaveProperty('personal');
  });

  it('CONF-1: shows no number to a reader who sees no customers', async () => {
    expect((await listed({}, 'none')).callers[0]?.personal).toEqual({ state: 'withheld' });
  });
});
