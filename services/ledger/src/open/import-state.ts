import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Distributed } from '../config/distributed.ts';
import type { DataFolder } from './data-folder.ts';

/** A second run of the same file goes on where the first one stopped. `ledger` tells ledgers apart that use one folder. */
export const importStateIn = ({ imports }: DataFolder, file: string, ledger = ''): string => {
  mkdirSync(imports, { recursive: true });
  return join(imports, `${basename(file)}-${hash('sha256', ledger + resolve(file)).slice(0, 12)}.json`);
};

/** What tells a distributed ledger from others: where its log is, without the secrets that open it, and its streams there. */
export const clusterName = ({ events, namespace }: Pick<Distributed, 'events' | 'namespace'>): string =>
  `${events.replace(/\/\/[^/?]*@/, '//')} ${namespace} `;
