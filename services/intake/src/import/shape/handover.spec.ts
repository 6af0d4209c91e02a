import { describe, expect, it } from '@jest/globals';
import { handover } from './handover.ts';

describe('handover', () => {
  const before = { department: 'sales', group: 'g1', person: 'Wang' };

  it('is an assignment as long as nothing known changes', () => {
    expect(handover({}, { group: 'g1' })).toEqual({ kind: 'assigned', to: { group: 'g1' } });
    expect(handover({ group: 'g1' }, { group: 'g1', person: 'Wang' })).toEqual({
      kind: 'assigned',
      to: { group: 'g1', person: 'Wang' },
    });
  });

  it('is a transfer when a known unit changes, and carries all three', () => {
    expect(handover(before, { group: 'g2' })).toEqual({
      kind: 'transferred',
      from: before,
      to: { ...before, group: 'g2' },
    });
  });

  it('is nothing when a row says nothing or the same', () => {
    expect(handover(before, {})).toEqual({ kind: 'none', to: before });
    expect(handover(before, { person: 'Wang' })).toEqual({ kind: 'none', to: before });
  });
});
