import type { Invocation } from '../cli/invocation.ts';
import type { PolicyBook } from '@complaint-ledger/policy';
import { dataFolder } from '../open/data-folder.ts';
import { openPolicies } from '../open/open-ledger.ts';
import type { Closing } from '../open/closing.ts';
import { distributedChecks } from './distributed-checks.ts';
import { distributedGround } from './distributed-ground.ts';
import { embeddedChecks } from './embedded-checks.ts';
import { type Check, failureOf } from './finding.ts';
import {
  calendarVerdicts,
  diskVerdict,
  freeSpace,
  nodeVerdict,
  policiesVerdict,
  portVerdict,
  settingsVerdicts,
} from './own-checks.ts';

export interface ChecksOptions {
  /** Closes what the checks opened. */
  readonly closing: Closing;
  /** Longest wait for one answer of a server, ms. */
  readonly within: number;
  /** Wall clock, ms. */
  readonly now?: () => number;
}

/** What the checks need of a call. */
export type Examined = Pick<Invocation, 'configuration' | 'environment' | 'settings'>;

const engineChecks = async (
  call: Examined,
  policies: () => PolicyBook,
  { closing, within, now = Date.now }: ChecksOptions,
): Promise<readonly Check[]> => {
  const { settings } = call;
  try {
    if (settings.value('events') === undefined) return embeddedChecks(call, policies, now);
    return distributedChecks(await distributedGround({ settings, closing, within, now }), policies);
  } catch (error) {
    // A setting that the engines need is missing or wrong: nothing of them can be looked at.
    return [{ name: 'engines', look: async () => failureOf(error) }];
  }
};

/** Packs take a moment to read, in which nothing else goes on: they are read before any check has its time measured. */
const opened = (open: () => PolicyBook): (() => PolicyBook) => {
  try {
    const book = open();
    return () => book;
  } catch (error) {
    return () => {
      throw error;
    };
  }
};

/** Every check of the set-up that is configured. */
export const checksOf = async (call: Examined, options: ChecksOptions): Promise<readonly Check[]> => {
  const { configuration, environment, settings } = call;
  const { data, host, port } = configuration;
  const { now = Date.now } = options;
  const policies = opened(() => openPolicies(configuration, dataFolder(data)));
  return [
    { name: 'settings', look: async () => settingsVerdicts(settings, environment) },
    { name: 'node', look: async () => nodeVerdict() },
    { name: 'disk', look: async () => diskVerdict(data, await freeSpace(data)) },
    { name: 'policies', look: async () => policiesVerdict(policies()) },
    { name: 'calendars', look: async () => calendarVerdicts(policies(), now()) },
    ...(await engineChecks(call, policies, options)),
    { name: 'port', look: () => portVerdict(host, port) },
  ];
};
