import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { filed } from '../testing/messages.ts';

const told = {
  policy: 'hospital-complaints',
  level: 'normal',
  category: 'nursing',
  complainant: { name: '孙丽', phone: '13800000004' },
  detail: '输液等待过久',
};

describe('a complaint to the hospital', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace(openPolicyBook());
  });
  afterEach(() => place.dispose());

  const recorded = async (more: JsonObject): Promise<JsonObject> => {
    expect(await place.send(filed('M1', { ...told, ...more }))).toMatchObject([{ status: 'accepted' }]);
    return (await place.log())[0]?.data ?? {};
  };

  it('ESC-2: a text that tells of a death has its topic, and stays sealed', async () => {
    const data = await recorded({ detail: '输错药物，患者死亡' });
    expect(data['topics']).toEqual(['harm']);
    expect(JSON.stringify(data)).not.toContain('死亡');
  });

  it('ESC-2: an ordinary complaint has none', async () => {
    expect(await recorded({})).not.toHaveProperty('topics');
  });

  it('CONF-1, FILE-1: a patient’s privacy, grave harm and whistleblowing are kept apart from the first byte', async () => {
    const office = ['complaint-office', 'leader-in-charge', 'director'];
    expect((await recorded({ category: 'privacy' }))['seenBy']).toEqual(office);
    const readersOf = async (id: string, more: JsonObject): Promise<unknown> => {
      await place.send(filed(id, { ...told, ...more }));
      return (await place.log()).at(-1)?.data['seenBy'];
    };
    expect(await readersOf('M2', { level: 'grave-harm' })).toEqual(office);
    expect(await readersOf('M3', { kind: 'whistleblowing' })).toEqual(['leader-in-charge', 'director']);
    expect(await readersOf('M4', {})).toBeUndefined();
  });

  it('FILE-2: whose patient it is stays readable, the patient’s number does not', async () => {
    const data = await recorded({ fields: { relation: 'family', 'patient-number': 'ZY20260317' } });
    expect(data['fields']).toEqual({ relation: 'family' });
    expect(JSON.stringify(data)).not.toContain('ZY20260317');
  });
});
