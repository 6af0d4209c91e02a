import type { Ledger } from '../open/open-ledger.ts';
import type { Part } from './health.ts';

/** Every part that a request may need, asked for real. */
export const ledgerHealth = (ledger: Ledger): readonly Part[] => [
  { name: 'log', check: async () => `position ${await ledger.store.head()}` },
  {
    name: 'vault',
    check: async () => {
      await ledger.vault.personOf('health');
      return undefined;
    },
  },
  {
    name: 'quarantine',
    check: async () => {
      const { rejected, parked } = ledger.quarantine.counts();
      return `${rejected} rejected, ${parked} parked`;
    },
  },
  {
    name: 'keys',
    check: async () => {
      await ledger.keyRing.hasKeys();
      return undefined;
    },
  },
  {
    name: 'projections',
    check: async () => {
      const stalled = ledger.following.stalled();
      if (stalled !== undefined) throw new Error(stalled);
      const lags = [...(await ledger.following.lags())].map(([name, lag]) => `${name} ${lag} behind`);
      return lags.join(', ');
    },
  },
];
