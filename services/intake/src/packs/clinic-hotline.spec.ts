import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { event } from '../testing/messages.ts';

/** A consultation at three in the night, which the line answers as at any other hour. */
const consultation = (more: JsonObject = {}) =>
  event(
    'K1-received',
    'call.received',
    {
      callId: 'K1',
      policy: 'clinic-hotline',
      kind: 'inquiry',
      line: 'clinic',
      agent: 'agent-2',
      outcome: 'answered',
      rings: 2,
      caller: { name: '李雷', phone: '13800000002', gender: 'male' },
      branch: 'east',
      brief: '种植牙价格',
      handling: '已介绍',
      fields: { 'media-source': 'outdoor', 'inquiry-type': 'treatment', age: '43岁', residence: '幸福路3号' },
      ...more,
    },
    { time: '2026-01-01T03:00:00+08:00' },
  );

describe('a call to the clinic', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace(openPolicyBook());
  });
  afterEach(() => place.dispose());

  const received = async (message: unknown): Promise<JsonObject> => {
    expect(await place.send(message)).toMatchObject([{ status: 'accepted' }]);
    return (await place.log())[0]?.data ?? {};
  };

  it('CALL-1, CALL-2, CALL-13: logged at any hour, complete, with the medium in clear and age and residence sealed', async () => {
    const data = await received(consultation());
    expect(data['summary']).toMatchObject({ outcome: 'answered', withinRings: true, missing: [] });
    expect(data['fields']).toEqual({ 'media-source': 'outdoor', 'inquiry-type': 'treatment' });
    expect(JSON.stringify(data)).not.toMatch(/幸福路|43岁/);
  });

  it('CALL-4, CALL-13: a caller who tells neither age nor residence nor source has them marked', async () => {
    const data = await received(consultation({ fields: {} }));
    expect(data['missing']).toEqual(['age', 'residence', 'media-source', 'inquiry-type']);
  });

  it('CALL-3: a wish for an appointment is a kind of the clinic’s own; a purchase is none', async () => {
    expect((await received(consultation({ kind: 'appointment' })))['kind']).toBe('appointment');
    expect(await place.send({ ...consultation({ callId: 'K2', kind: 'purchase' }), id: 'K2-received' })).toMatchObject([
      { status: 'rejected', path: 'data.kind' },
    ]);
  });
});
