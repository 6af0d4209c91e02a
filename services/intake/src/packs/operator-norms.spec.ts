import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { event, filed } from '../testing/messages.ts';

const call = (more: JsonObject) =>
  event('K1-received', 'call.received', {
    callId: 'K1',
    policy: 'operator-norms',
    agent: 'agent-9',
    outcome: 'answered',
    answeredAt: '2026-03-23T09:00:10+08:00',
    ...more,
  });

const ended = (data: JsonObject) =>
  event('K1-ended', 'call.ended', { callId: 'K1', ...data }, { time: '2026-03-23T09:06:00+08:00' });

describe('what is recorded of an operator', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace(openPolicyBook());
  });
  afterEach(() => place.dispose());

  const summaryOf = async (...messages: readonly unknown[]): Promise<unknown> => {
    for (const message of messages) expect(await place.send(message)).toMatchObject([{ status: 'accepted' }]);
    return (await place.log()).at(-1)?.data['summary'];
  };

  it.each([
    [3, true],
    [4, false],
  ])('CALL-1, REP-3: answered after %i rings is within three rings: %s', async (rings, withinRings) => {
    expect(await summaryOf(call({ rings }))).toMatchObject({ agent: 'agent-9', withinRings });
  });

  it('CALL-5, REP-3: six minutes without a word of holding or calling back count against the operator', async () => {
    expect(await summaryOf(call({}), ended({}))).toMatchObject({ agent: 'agent-9', rules: ['CALL-5'] });
  });

  it('CALL-5, REP-3: six minutes that end with a promised call-back do not', async () => {
    const summary = await summaryOf(call({}), ended({ callBackBy: '2026-03-23T11:00:00+08:00' }));
    expect(summary).toMatchObject({ callBackBy: '2026-03-23T11:00:00+08:00' });
    expect(summary).not.toHaveProperty('rules');
  });

  it('CONF-1: a complaint about leaked customer data is read by quality supervision and the leaders alone', async () => {
    const told = { policy: 'operator-norms', level: 'normal' };
    await place.send(
      filed('C1', { ...told, category: 'confidentiality' }),
      filed('C2', { ...told, category: 'billing' }),
    );
    expect((await place.log()).map(({ data }) => data['seenBy'])).toEqual([
      ['supervisor', 'leader-in-charge', 'general-manager'],
      undefined,
    ]);
  });
});
