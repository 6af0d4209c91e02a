import { isLedgerError } from '@complaint-ledger/contracts';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { Reporting } from '@complaint-ledger/reporting';
import type { Invocation } from '../cli/invocation.ts';
import { Closing } from './closing.ts';
import { dataFolder } from './data-folder.ts';
import { openLedger, openPolicies } from './open-ledger.ts';
import { caseWordsOf, departmentsOf, desksOf, reportsOf, vocabularyOf } from './words.ts';

/** Beside a process that writes the ledger and keeps its figures. */
const besideWriter = async <T>(
  { configuration }: Invocation,
  work: (reporting: Reporting) => Promise<T>,
): Promise<T> => {
  const files = dataFolder(configuration.data);
  const policies = openPolicies(configuration, files);
  const closing = new Closing();
  try {
    const log = closing.add(openSqliteEventStore({ path: files.events, readOnly: true }));
    const store = closing.add(openSqliteProjectionStore({ path: files.projections }));
    const reporting = await Reporting.open({
      log,
      store,
      zone: policies.policy(policies.defaultId).zone,
      vocabulary: vocabularyOf(policies),
      words: caseWordsOf(policies),
      departments: departmentsOf(policies),
      ...reportsOf(policies),
      deskOf: desksOf(policies),
    });
    return await work(closing.add(reporting));
  } finally {
    await closing.run();
  }
};

/**
 * Figures of a ledger, as of all that is in its log: everything is decided and counted first, unless another process is doing
 * so; then as that process has them.
 */
export const withReporting = async <T>(call: Invocation, work: (reporting: Reporting) => Promise<T>): Promise<T> => {
  const { configuration, environment, log } = call;
  let ledger: Awaited<ReturnType<typeof openLedger>>;
  try {
    ledger = await openLedger({ configuration, environment, log });
  } catch (error) {
    if (!isLedgerError(error, 'locked')) throw error;
    return besideWriter(call, work);
  }
  try {
    await ledger.settled();
    return await work(ledger.reporting);
  } finally {
    await ledger.close();
  }
};
