import type { Invocation } from '../cli/invocation.ts';
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

const engineChecks = (call: Examined, { closing, within, now = Date.now }: ChecksOptions): readonly Check[] => {
  const { settings } = call;
  try {
    if (settings.value('events') === undefined) return embeddedChecks(call, now);
    return distributedChecks(distributedGround({ settings, closing, within, now }), call);
  } catch (error) {
    // A setting that the engines need is missing or wrong: nothing of them can be looked at.
    return [{ name: 'engines', look: async () => failureOf(error) }];
  }
};

/** Every check of the set-up that is configured. */
export const checksOf = (call: Examined, options: ChecksOptions): readonly Check[] => {
  const { configuration, environment, settings } = call;
  const { data, host, port } = configuration;
  const { now = Date.now } = options;
  const policies = () => openPolicies(configuration, dataFolder(data));
  return [
    { name: 'settings', look: async () => settingsVerdicts(settings, environment) },
    { name: 'node', look: async () => nodeVerdict() },
    { name: 'disk', look: async () => diskVerdict(data, await freeSpace(data)) },
    { name: 'policies', look: async () => policiesVerdict(policies()) },
    { name: 'calendars', look: async () => calendarVerdicts(policies(), now()) },
    ...engineChecks(call, options),
    { name: 'port', look: () => portVerdict(host, port) },
  ];
};
