import { type Caller, createHttpApp } from '@complaint-ledger/http';
import type { CaseEvent, NewEvent } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { pino } from 'pino';
import { ReportingModule } from '../http/reporting.module.ts';
import { Reporting, type ReportingOptions } from '../reporting.ts';
import { appendStory, storedLog } from './stored-log.ts';

const callers: Readonly<Record<string, Caller & { readonly offices?: readonly string[] }>> = {
  agent: { keyId: 'k0', role: 'agent', label: 'agent', actorId: 'agent-7' },
  manager: { keyId: 'k1', role: 'manager', label: 'manager' },
  auditor: { keyId: 'k2', role: 'auditor', label: 'auditor' },
  analyst: { keyId: 'k3', role: 'analyst', label: 'analyst' },
  'general-manager': { keyId: 'k4', role: 'manager', label: 'gm', offices: ['general-manager'] },
  admin: { keyId: 'k5', role: 'admin', label: 'admin' },
};

/** The reading side over a real log that holds a story and facts beside it, as the named callers see it. */
export const servedReporting = async (
  story: readonly CaseEvent[],
  facts: readonly (readonly [stream: string, event: NewEvent])[] = [],
  options: Partial<ReportingOptions> = {},
) => {
  const stored = storedLog();
  await appendStory(stored.log, story);
  for (const [stream, event] of facts) await stored.log.append(stream, 'any', [event]);
  const store = openSqliteProjectionStore({ path: ':memory:' });
  const feed = openInProcessFeed(stored.log);
  const reporting = await Reporting.open({ log: stored.log, feed, store, zone: 'Asia/Shanghai', ...options });
  await reporting.caughtUp();
  const app = await createHttpApp(ReportingModule.forRoot(reporting), {
    keyRing: { authenticate: async (key: string) => callers[key.slice(3)] },
    log: pino({ level: 'silent' }),
  });
  return {
    log: stored.log,
    reporting,
    get: (url: string, who = 'manager', headers: Readonly<Record<string, string>> = {}) =>
      app.inject({ method: 'GET', url, headers: { authorization: `Bearer cl_${who}`, ...headers } }),
    async [Symbol.asyncDispose]() {
      await app.close();
      await reporting.close();
      await feed.close();
      await store.close();
      await stored[Symbol.asyncDispose]();
    },
  };
};
