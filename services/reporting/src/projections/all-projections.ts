import { agentProjection } from '../agents/agent-projection.ts';
import { nuisanceProjection } from '../callers/nuisance-projection.ts';
import { callProjection } from '../calls/call-projection.ts';
import { caseProjection } from '../cases/case-projection.ts';
import { drillProjection } from '../drill/drill-index.ts';
import { type TallyOptions, tallyProjection } from '../tallies/tally-projection.ts';
import type { AnyProjection } from './projection.ts';
import { anyProjection } from './projector.ts';

/** Everything that reporting counts. */
export interface AllProjections {
  /** Those that reports are made of: a report as known on another day folds them anew. */
  readonly figures: readonly AnyProjection[];
  readonly all: readonly AnyProjection[];
}

export const allProjections = (options: TallyOptions = {}): AllProjections => {
  const figures = [
    anyProjection(tallyProjection(options)),
    anyProjection(caseProjection()),
    anyProjection(drillProjection()),
    anyProjection(agentProjection()),
  ];
  return { figures, all: [...figures, anyProjection(callProjection()), anyProjection(nuisanceProjection())] };
};
