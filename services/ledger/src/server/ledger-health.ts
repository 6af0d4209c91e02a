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
      const { rejected, parked } = await ledger.quarantine.counts();
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
    name: 'routing',
    check: async () => {
      const stall = ledger.routing.stalled();
      if (stall !== undefined) {
        const reason = stall.error instanceof Error ? stall.error.message : String(stall.error);
        throw new Error(`it stands at position ${stall.position} after ${stall.attempt} attempts: ${reason}`);
      }
      return `${await ledger.routing.lag()} events behind`;
    },
  },
  {
    name: 'projections',
    check: async () => {
      const stall = ledger.reporting.stalled();
      if (stall !== undefined)
        throw new Error(`they stand at position ${stall.position} after ${stall.attempt} attempts`);
      return `${await ledger.reporting.lag()} events behind`;
    },
  },
];
