import { agentProjection } from '../agents/agent-projection.ts';
import { nuisanceProjection } from '../callers/nuisance-projection.ts';
import { callProjection } from '../calls/call-projection.ts';
import { caseProjection } from '../cases/case-projection.ts';
import { drillProjection } from '../drill/drill-index.ts';
import { BUCKETS } from '@complaint-ledger/contracts';
import { agentDocumentInBucket } from '../agents/agent-projection.ts';
import { type TallyOptions, tallyProjection } from '../tallies/tally-projection.ts';
import { byBucket } from './by-bucket.ts';
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

export interface ProjectionsByBucket {
  /** Each bucket of the log has documents of its own. */
  readonly parted: readonly AnyProjection[];
  /** Documents that events of several buckets meet in: they need the whole log in its order. */
  readonly serial: readonly AnyProjection[];
}

/** Positions of a log on a server are bytes: so many of them more in a document of the drill index. */
const BLOCKS = 1_024;

/** `day/department/block`. */
const drillDocumentInBucket = (id: string, bucket: number): string => {
  const last = id.lastIndexOf('/') + 1;
  return `${id.slice(0, last)}${Math.floor(Number(id.slice(last)) / BLOCKS)}-${bucket}`;
};

/** The same projections for several processes that share the log by its buckets. */
export const projectionsByBucket = (): ProjectionsByBucket => ({
  parted: [
    anyProjection(tallyProjection({ buckets: BUCKETS })),
    anyProjection(caseProjection()),
    anyProjection(byBucket(drillProjection(), drillDocumentInBucket)),
    anyProjection(byBucket(agentProjection(), agentDocumentInBucket)),
    anyProjection(nuisanceProjection()),
  ],
  // What is decided about a caller is told of the call, which is in another bucket.
  serial: [anyProjection(callProjection())],
});
