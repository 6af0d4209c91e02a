import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { type CaseDocument, overdueDeadlines } from '../cases/case-document.ts';
import { CASES, caseProjection } from '../cases/case-projection.ts';
import { projected, recorded } from '../testing/project.ts';
import { randomHistory } from '../testing/random-history.ts';
import { TallyReader } from './tally-reader.ts';
import { tallyProjection } from './tally-projection.ts';

type Standing = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What stands, counted case by case. */
const byCases = async (store: ProjectionStore): Promise<Standing> => {
  const standing: Record<string, Record<string, number>> = {};
  const count = (department: string, measure: string): void => {
    const figures = (standing[department] ??= {});
    figures[measure] = (figures[measure] ?? 0) + 1;
  };
  for (const { body } of await store.query<CaseDocument>(CASES)) {
    if (body.status === 'open' && body.task !== true) count(body.department, 'open');
    for (const { name, status } of body.deadlines) {
      if (status === 'pending') count(body.department, `deadlines.pending:${name}`);
    }
    for (const { name } of overdueDeadlines(body)) count(body.department, `deadlines.overdue:${name}`);
  }
  return standing;
};

const byTallies = async (store: ProjectionStore): Promise<Standing> => {
  const standing: Record<string, Record<string, number>> = {};
  for (const [department, figures] of await new TallyReader(store).stood('2099-12-31')) {
    const left = Object.entries(figures).filter(([, amount]) => amount !== 0);
    if (left.length > 0) standing[department] = Object.fromEntries(left);
  }
  return standing;
};

describe('what stands', () => {
  it('in each department is what its cases say, however they moved (REP-2)', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(), async (story) => {
        const events = recorded(story.events);
        const store = await projected(tallyProjection(), events);
        await projected(caseProjection(), events, { store });
        expect(await byTallies(store)).toEqual(await byCases(store));
        await store.close();
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });
});
