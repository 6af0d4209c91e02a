import type { PolicyBook } from '@complaint-ledger/policy';
import type { Part } from './health.ts';
import type { Metrics } from './metrics.ts';

export const SERVER_PARTS = Symbol('server parts');

/** What the ledger's own routes show. */
export interface ServerParts {
  readonly health: readonly Part[];
  readonly metrics: Metrics;
  readonly policies: PolicyBook;
}
