import { describe, expect, it } from '@jest/globals';
import { maySee } from './may-see.ts';
import { authoritiesOf } from './permissions.ts';

const whistleblowing = { seenBy: ['leader', 'general-manager'] };

describe('a matter that only some may see', () => {
  it('FILE-1: is seen by the offices named, and by an administrator', () => {
    expect(maySee(whistleblowing, authoritiesOf({ role: 'manager', offices: ['general-manager'] }))).toBe(true);
    expect(maySee(whistleblowing, authoritiesOf({ role: 'admin' }))).toBe(true);
  });

  it('FILE-1: is seen by nobody else, whatever their role reads', () => {
    for (const role of ['agent', 'manager', 'auditor', 'analyst'] as const) {
      expect(maySee(whistleblowing, authoritiesOf({ role, offices: ['duty-officer'] }))).toBe(false);
    }
    expect(maySee({ seenBy: [] }, ['manager'])).toBe(false);
  });

  it('FILE-1: an ordinary matter is no secret', () => {
    expect(maySee({}, authoritiesOf({ role: 'agent' }))).toBe(true);
  });
});
