import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { filed } from '../testing/messages.ts';

const told = {
  policy: 'property',
  level: 'normal',
  category: 'repair',
  detail: '卫生间漏水',
  demand: '尽快维修',
  lossFen: 0,
  evidence: 'photo-1',
};

describe('a complaint to the property management', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace(openPolicyBook());
  });
  afterEach(() => place.dispose());

  it('FILE-2: keeps the room number, sealed with the person', async () => {
    const complainant = { name: '赵敏', phone: '13800000003', room: '3号楼1702室' };
    expect(await place.send(filed('P1', { ...told, complainant }))).toMatchObject([{ status: 'accepted' }]);
    const [recorded] = await place.log();
    expect(recorded?.data).not.toHaveProperty('missing');
    expect(JSON.stringify(recorded?.data)).not.toContain('1702室');
    expect(recorded && (await place.told(recorded))).toMatchObject({ complainant: { room: '3号楼1702室' } });
  });

  it('FILE-2, CALL-4: without a room number it is taken in, and the room is what is missing', async () => {
    const complainant = { name: '赵敏', phone: '13800000003' };
    expect(await place.send(filed('P1', { ...told, complainant }))).toMatchObject([{ status: 'accepted' }]);
    expect((await place.log())[0]?.data['missing']).toEqual(['room']);
  });
});
