import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from './policy-book.ts';

/** Packs of the rulebook's table; `observed` is for the logs of other systems. */
const regimes = [
  'standard',
  'securities-branch',
  'agri-shop',
  'clinic-hotline',
  'auto-dealer',
  'company',
  'hotline',
  'telecom',
  'auto-workorder',
  'product-quality',
  'hospital-complaints',
  'property',
  'operator-norms',
];

const folder = new URL('../packs/', import.meta.url);
const book = openPolicyBook();

describe('the packs of the rulebook', () => {
  it('are all there, each in the file of its name', () => {
    expect(book.ids().toSorted()).toEqual([...regimes, 'observed'].toSorted());
    expect(readdirSync(folder).toSorted()).toEqual(
      book
        .ids()
        .map((id) => `${id}.yaml`)
        .toSorted(),
    );
  });

  it.each(regimes)('%s: XFER-1, XFER-2, XFER-3: one transfer, two handlers, everything handed over', (id) => {
    expect(book.policy(id).pack.transfer).toMatchObject({
      limit: 1,
      handlers: 2,
      handover: ['need', 'facts', 'promised', 'contact'],
    });
  });

  it('LEVEL-1: only the regimes that set fines by level have fines', () => {
    const fining = regimes.filter((id) => book.policy(id).deadlines.some(({ penalty }) => penalty !== undefined));
    expect(fining).toEqual(['standard', 'auto-workorder']);
  });

  it.each(regimes)('%s leaves nothing of its regime unsaid', (id) => {
    const yaml = readFileSync(new URL(`${id}.yaml`, folder), 'utf8');
    expect(yaml).not.toMatch(/cannot say|not in here|nearest thing/i);
  });
});
