import { LedgerError, said } from '@complaint-ledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { examine } from './examine.ts';
import { needing, ok } from './finding.ts';

const fine = { name: 'fine', look: async () => ok(said('good', '好')) };

describe('checks', () => {
  it('run side by side, and what hangs is told after its time', async () => {
    const hanging = { name: 'hangs', look: () => new Promise<never>(() => undefined) };
    const started = performance.now();
    const findings = await examine([hanging, fine, hanging], 50);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(findings.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
      'hangs failed',
      'fine ok',
      'hangs failed',
    ]);
    expect(findings[0]).toMatchObject({
      told: said('no answer in 0.05 s', '0.05 秒内没有应答'),
      advice: expect.anything(),
    });
  });

  it('tell what was thrown, with its hint, in both languages', async () => {
    const error = new LedgerError('config', said('It is wrong.', '有误。'), { hint: said('Mend it.', '请改正。') });
    const broken = { name: 'broken', look: () => Promise.reject(error) };
    const strange = { name: 'strange', look: () => Promise.reject(new Error('oh')) };
    expect(await examine([broken, strange], 1_000)).toMatchObject([
      { outcome: 'failed', told: said('It is wrong.', '有误。'), advice: said('Mend it.', '请改正。') },
      { outcome: 'failed', told: said('oh', 'oh') },
    ]);
  });

  it('of what has failed elsewhere say so, once and no more', async () => {
    const gone = async (): Promise<string> => Promise.reject(new Error('gone'));
    const check = needing('topics', 'kafka', gone, async () => ok(said('never', '从不')));
    expect(await examine([check], 1_000)).toMatchObject([
      { check: 'topics', outcome: 'unknown', told: said('not looked at: kafka failed', '未检查：kafka 有问题') },
    ]);
  });
});
