import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { event } from '../testing/messages.ts';

const caller = { name: '王芳', phone: '13800000001', gender: 'female', account: '660012345678' };

const skills = {
  'inquiry-type': 'trading',
  'computer-skill': 'low',
  'trading-skill': 'medium',
  'securities-skill': 'high',
};

/** An inquiry with everything that the branch's record asks for. */
const inquiry = (more: JsonObject = {}) =>
  event('K1-received', 'call.received', {
    callId: 'K1',
    policy: 'securities-branch',
    kind: 'inquiry',
    line: 'hotline',
    branch: 'branch-1',
    agent: 'agent-5',
    outcome: 'answered',
    caller,
    brief: '如何申购新股',
    handling: '已答复',
    fields: { ...skills, assessment: '沟通顺畅', 'suitability-note': '已提示风险等级不匹配' },
    ...more,
  });

describe('a call to the securities branch', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace(openPolicyBook());
  });
  afterEach(() => place.dispose());

  const summaryOf = async (message: unknown): Promise<JsonObject> => {
    expect(await place.send(message)).toMatchObject([{ status: 'accepted' }]);
    return ((await place.log())[0]?.data['summary'] ?? {}) as JsonObject;
  };

  it('CALL-12: account data after two of the branch’s ways broke nothing', async () => {
    const identity = { methods: ['holdings', 'last-trade'], passed: true };
    const summary = await summaryOf(inquiry({ accountDataTold: true, identity }));
    expect(summary).toMatchObject({ identityPassed: true, missing: [] });
    expect(summary).not.toHaveProperty('rules');
  });

  it.each([
    ['without a check', {}],
    ['after one way alone', { identity: { methods: ['reserved-phone'], passed: true } }],
    ['after a check that failed', { identity: { methods: ['id-number', 'bank'], passed: false } }],
  ])('CALL-12: account data %s breaks the rule', async (_, told) => {
    expect(await summaryOf(inquiry({ accountDataTold: true, ...told }))).toMatchObject({ rules: ['CALL-12'] });
  });

  it('CALL-12: a way that the branch does not know proves nothing', async () => {
    const identity = { methods: ['last-transaction', 'holdings'], passed: true };
    expect(await place.send(inquiry({ identity }))).toMatchObject([
      { status: 'rejected', path: 'data.identity.methods' },
    ]);
  });

  it('CALL-13, FILE-2: familiarity stays readable; the fund account, the assessment and the suitability note are sealed', async () => {
    await summaryOf(inquiry());
    const [recorded] = await place.log();
    expect(recorded?.data['fields']).toEqual(skills);
    expect(JSON.stringify(recorded?.data)).not.toMatch(/660012345678|沟通顺畅|风险等级/);
    expect(recorded && (await place.told(recorded))).toMatchObject({
      caller: { account: '660012345678' },
      fields: { assessment: '沟通顺畅', 'suitability-note': '已提示风险等级不匹配' },
    });
  });

  it('CALL-2, CALL-4: what the caller refused to say is marked missing, and the call is logged all the same', async () => {
    const { missing } = await summaryOf(
      inquiry({ caller: { phone: '13800000001' }, fields: { 'computer-skill': 'low' } }),
    );
    expect(missing).toEqual([
      'name',
      'account',
      'gender',
      'inquiry-type',
      'trading-skill',
      'securities-skill',
      'assessment',
      'suitability-note',
    ]);
  });

  it('CALL-13: a familiarity that is none of low, medium and high is sealed, not shown', async () => {
    await summaryOf(inquiry({ fields: { ...skills, 'computer-skill': '王芳不会用' } }));
    expect((await place.log())[0]?.data['fields']).not.toHaveProperty('computer-skill');
  });
});
